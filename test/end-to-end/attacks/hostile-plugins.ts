import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A plugin that works as usual until its command `<id>.start` is run, and what it does then. */
export interface HostilePlugin {
  readonly id: string;
  /** Body of the method that the command calls. `this` has the services, by the names of {@link services}. */
  readonly attack: string;
  /** Body of `activate`, after the command was registered. */
  readonly activate?: string;
  readonly deactivate?: string;
  /** How users are told of it: a part of the French sentence, in which its name stands. */
  readonly named: RegExp;
}

const services = ['CommandService', 'PanelService', 'NotificationService', 'LogService', 'StorageService', 'SettingsService'];

/** One that floods is held back and named as such, or so busy with it that it doesn't answer, or runs out of memory. */
const floods = /en fait trop|ne répond plus|mise à l’arrêt/;

/** Ten ways of taking more than one's share. None waits for an answer, and none ends by itself. */
export const hostilePlugins: readonly HostilePlugin[] = [
  { id: 'boucle', attack: 'setTimeout(() => { for (;;); }, 10);', named: /ne répond plus/ },
  { id: 'sortie', attack: 'setTimeout(() => process.exit(0), 300);', named: /mise à l’arrêt/ },
  {
    id: 'fuite',
    attack: `const kept = [];
      setInterval(() => { for (let count = 0; count < 200; count++) kept.push(new Array(10_000).fill(count)); }, 1);`,
    named: /faute de mémoire/,
  },
  { id: 'rejet', attack: 'setTimeout(() => Promise.reject(new Error("nobody cares")), 10);', named: /mise à l’arrêt/ },
  { id: 'messages', attack: again('this.settings.get("messages.setting").catch(() => {})', 200), named: floods },
  {
    id: 'notifie',
    attack: again('this.notifications.show({ severity: "info", message: { key: "hello" } })', 20),
    named: floods,
  },
  { id: 'bavard', attack: again('this.log.info("x".repeat(200), { line: Math.random() })', 100), named: floods },
  {
    id: 'panneau',
    attack: again('this.panels.publish("panneau.panel", { text: "x".repeat(200_000), at: Math.random() })', 2),
    named: floods,
  },
  { id: 'obstine', attack: '', deactivate: 'return new Promise(() => {});', named: /trop de temps à s’arrêter/ },
  { id: 'muet', attack: '', activate: 'return new Promise(() => {});', named: /trop de temps à démarrer/ },
];

/** A plugin that does as it should. */
export const quietPlugin: Pick<HostilePlugin, 'id' | 'attack'> = { id: 'calme', attack: 'return "bonjour";' };

/** Writes a plugin's folder. */
export async function writeHostilePlugin(
  parent: string,
  { id, attack, activate = '', deactivate = '' }: Partial<HostilePlugin> & { readonly id: string },
): Promise<string> {
  const folder = join(parent, id);
  await mkdir(join(folder, 'locales'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifestOf(id)));
  await writeFile(join(folder, 'locales/fr.json'), JSON.stringify({ name: displayNameOf(id), hello: 'Bonjour' }));
  const names = services.map((name) => name.replace('Service', '').toLowerCase()).map((name) => plural[name] ?? name);
  await writeFile(
    join(folder, 'plugin.js'),
    `import { ${services.join(', ')} } from 'boule-bleue';
    export default class {
      static services = [${services.join(', ')}];
      constructor(${names.join(', ')}) { Object.assign(this, { ${names.join(', ')} }); }
      activate() { this.commands.register('${id}.start', () => this.attack()); ${activate} }
      deactivate() { ${deactivate} }
      attack() { ${attack ?? ''} }
    }`,
  );
  await writeFile(join(folder, 'panel.js'), `customElements.define('${id}-panel', class extends HTMLElement {});`);
  return folder;
}

/** What users call a plugin. */
export function displayNameOf(id: string): string {
  return `Le module ${id}`;
}

const plural: Readonly<Record<string, string>> = { command: 'commands', panel: 'panels', notification: 'notifications' };

function manifestOf(id: string): object {
  return {
    ...{ name: id, version: '1.0.0', type: 'module', main: './plugin.js', displayName: '%name%', engines: { 'boule-bleue': '*' } },
    permissions: { notifications: true },
    contributes: {
      commands: [{ command: `${id}.start`, title: `Essayer ${id}` }],
      panels: [{ id: `${id}.panel`, title: id, icon: '$(bug)', module: './panel.js', element: `${id}-panel` }],
      configuration: { title: id, properties: { [`${id}.setting`]: { type: 'string', default: '', description: id } } },
    },
  };
}

/** Again and again without end, leaving the event loop just enough to go on. */
function again(what: string, times: number): string {
  return `const attack = () => { for (let count = 0; count < ${times}; count++) ${what}; setImmediate(attack); }; attack();`;
}
