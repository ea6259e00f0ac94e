import { CommandService, HookService, type PluginClass } from 'boule-bleue';
import type { MadeUpPlugin } from './contract-host.ts';

export type Misbehaviour =
  | 'throws in activate'
  | 'throws in a command'
  | 'throws in a hook tap'
  | 'throws in deactivate'
  | 'hangs in activate';

export const misbehavingId = 'misbehaving';
export const misbehavingCommand = `${misbehavingId}.work`;

/**
 * A plugin that misbehaves in one way, and otherwise has a command and taps hook points.
 * @param events at which it is activated.
 * @param hooks that it taps.
 */
export function misbehavingPlugin(misbehaviour: Misbehaviour, events: readonly string[], hooks: readonly string[]): MadeUpPlugin {
  const packageJson = {
    name: misbehavingId,
    activationEvents: events,
    permissions: { hooks },
    contributes: { commands: [{ command: misbehavingCommand, title: 'Work' }] },
  };
  return { packageJson, pluginClass: classOf(misbehaviour, hooks) };
}

function classOf(misbehaviour: Misbehaviour, hooks: readonly string[]): PluginClass {
  const does = (what: Misbehaviour) => {
    if (misbehaviour === what) throw new Error(`It ${what}`);
  };
  return class {
    static readonly services = [CommandService, HookService];

    constructor(
      private readonly commands: CommandService,
      private readonly hookPoints: HookService,
    ) {}

    async activate(): Promise<void> {
      this.commands.register(misbehavingCommand, () => does('throws in a command'));
      for (const hook of hooks) this.hookPoints.tap(hook, () => does('throws in a hook tap'));
      does('throws in activate');
      if (misbehaviour === 'hangs in activate') await new Promise(() => {});
    }

    deactivate(): void {
      does('throws in deactivate');
    }
  };
}
