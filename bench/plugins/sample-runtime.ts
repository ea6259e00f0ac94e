/** The sample plugin in either runtime, without a host around it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DisposableStore } from '../../core/lifecycle.ts';
import { readManifest } from '../../core/manifest/manifest-reader.ts';
import { InlineRuntime } from '../../core/plugins/inline-runtime.ts';
import type { DiscoveredPlugin, PluginRuntime, RunningPlugin } from '../../core/plugins/plugin-runtime.ts';
import { grantAll, type PluginScope, type ServiceProvider } from '../../core/plugins/plugin-scope.ts';
import { type CommandHandler, CommandService } from '../../core/services/command-service.ts';
import { LogService } from '../../core/services/log-service.ts';
import { IsolatedRuntime } from '../../host/node/isolation/isolated-runtime.ts';
import { providePluginApi } from '../../host/node/plugins/plugin-modules.ts';

const folder = join(import.meta.dirname, 'sample');
const processEntry = join(import.meta.dirname, '../../dist/plugin-process/main.js');

export interface ActiveSample {
  readonly running: RunningPlugin;
  /** Runs the plugin's command. */
  echo(text: string): Promise<unknown>;
  stop(): void;
}

class SilentLog extends LogService {
  override debug(): void {}
  override info(): void {}
  override warn(): void {}
  override error(message: string, error?: unknown): void {
    throw new Error(message, { cause: error });
  }
}

/** Keeps the one handler that the sample registers. */
class OneCommand extends CommandService {
  handler: CommandHandler | undefined;

  override register(_commandId: string, handler: CommandHandler) {
    this.handler = handler;
    return { dispose: () => {} };
  }

  override async execute(): Promise<never> {
    throw new Error('The sample runs no commands');
  }
}

export async function readSample(): Promise<DiscoveredPlugin> {
  const { manifest, faults } = readManifest(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')), folder);
  if (!manifest) throw new Error(`The sample's manifest has faults: ${JSON.stringify(faults)}`);
  return { manifest, origin: 'installed', location: folder };
}

/** Starts and activates the sample; inline by a fresh import each time. */
export async function startSample(plugin: DiscoveredPlugin, kind: 'inline' | 'isolated'): Promise<ActiveSample> {
  const commands = new OneCommand();
  const providers: ServiceProvider[] = [{ token: CommandService, create: () => commands }];
  const store = new DisposableStore();
  const { manifest } = plugin;
  const scope: PluginScope = { manifest, grants: grantAll(manifest), store, signal: new AbortController().signal };
  const running = await runtimeOf(kind, providers).start(plugin, scope);
  await running.activate();
  return {
    running,
    echo: async (text) => commands.handler?.(text, { signal: scope.signal, caller: 'plugin' }),
    stop: () => store.dispose(),
  };
}

let imports = 0;

function runtimeOf(kind: 'inline' | 'isolated', providers: readonly ServiceProvider[]): PluginRuntime {
  if (kind === 'isolated') return new IsolatedRuntime({ entry: processEntry, providers, logOf: () => new SilentLog() });
  return new InlineRuntime(async ({ location }) => import(`${pathToFileURL(join(location, 'plugin.js'))}?${++imports}`), providers);
}

export const provideApi = () => providePluginApi(pathToFileURL(join(import.meta.dirname, '../../core/index.ts')).href);
