import { join } from 'node:path';
import { Secret, type SecretService, type StorageService } from 'boule-bleue';
import { openSqliteEngine } from '../../host/node/shared-storage/open-sqlite-engine.ts';
import { AccountCommands } from '../../plugins/credentials/account-commands.ts';
import { createServices } from '../../plugins/credentials/credentials-services.ts';
import {
  MemoryAuthenticationProviders,
  MemoryCommands,
  MemoryDialogs,
  MemoryFiles,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemorySecrets,
  MemorySettings,
  MemoryStorage,
} from './memory-services/index.ts';
import { ScriptedPortal } from './memory-services/scripted-portal.ts';
import { EngineBench } from './shared-storage/engine-bench.ts';

/** The main half of the credentials plugin in a folder, before it takes over what a former version kept there. */
export async function openOffice(folder: string, accountCount: number) {
  const { engine, file } = openSqliteEngine({ path: join(folder, 'shared.sqlite'), backups: join(folder, 'backups') });
  const ask = async (sql: string) => file.database.all(sql);
  const storage = new EngineBench({ location: 'workstation', createEngine: () => engine, ask, close: async () => {} });
  const shared = storage.open('poste-1', 'credentials');
  const shell = {
    ...{ shared, panels: new MemoryPanels(), dialogs: new MemoryDialogs(), files: new MemoryFiles() },
    ...{ notifications: new MemoryNotifications(), providers: new MemoryAuthenticationProviders() },
    ...{ storage: new MemoryStorage(), secrets: new MemorySecrets(), settings: new MemorySettings() },
    ...{ network: new ScriptedPortal(), log: new MemoryLog() },
  };
  await keepFormerAccounts(shell, accountCount);
  const services = createServices(shell);
  const commands = new MemoryCommands();
  new AccountCommands(services, shell.dialogs).register(commands);
  return { services, commands, shared, panels: shell.panels, close: () => storage[Symbol.asyncDispose]() };
}

/** As versions before the shared storage kept them. */
async function keepFormerAccounts(
  {
    storage,
    secrets,
  }: {
    readonly storage: StorageService;
    readonly secrets: SecretService;
  },
  accountCount: number,
): Promise<void> {
  for (let index = 0; index < accountCount; index += 1) {
    const id = `account-${index}`;
    await storage.write([{ collection: 'accounts', id, value: { name: `Compte ${index}`, createdAt: index } }]);
    const netEntreprises = { siret: '12345678900011', lastName: 'DUPONT', firstName: `Jean ${index}`, password: `secret-${index}` };
    await secrets.set(`account.${id}`, new Secret(JSON.stringify({ revision: `revision-${index}`, netEntreprises })));
  }
}
