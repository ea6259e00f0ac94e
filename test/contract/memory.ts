import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PluginClass } from 'boule-bleue';

const patienceMs = 5_000;

/** Counts the instances of plugins' classes that something still holds. */
export class InstanceCounter {
  private readonly references: WeakRef<object>[] = [];

  /** Collects garbage until nothing is held any more, or it is clear that something is: a key that is being worked out of a password can't be interrupted. */
  async released(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (this.heldCount > 0 && performance.now() < deadline) await collectGarbage();
  }

  /** Garbage has to be collected first. */
  get heldCount(): number {
    return this.references.filter((reference) => reference.deref() !== undefined).length;
  }

  readonly wrap = (pluginClass: PluginClass): PluginClass => {
    const { references } = this;
    const services = pluginClass.services ?? Reflect.getOwnMetadata('design:paramtypes', pluginClass);
    return class extends pluginClass {
      static override readonly services = services;

      // biome-ignore lint/suspicious/noExplicitAny: the services of whatever class
      constructor(...given: any[]) {
        super(...given);
        references.push(new WeakRef(this));
      }
    };
  };
}

/** Collects what nobody holds, and tells how many bytes the heap still has. */
export async function collectGarbage(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What a job looked at through a weak reference is held until the job has ended.
  await setImmediate();
  collect();
  return process.memoryUsage().heapUsed;
}

/** What keeps the process from ending, beside what already did: sockets, timers, files being read. */
export function openResources(besides: readonly string[] = []): readonly string[] {
  const known = [...besides];
  return process.getActiveResourcesInfo().filter((name) => {
    const index = known.indexOf(name);
    if (index >= 0) known.splice(index, 1);
    return index < 0 && name !== 'Immediate';
  });
}
