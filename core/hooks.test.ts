import { beforeEach, describe, expect, it } from 'vitest';
import { ShellError } from './errors.ts';
import { HookRegistry } from './hooks.ts';
import type { HookContribution, HookKind } from './manifest/manifest.ts';
import { processLoss } from './plugins/process-loss.ts';
import { Secret } from './secret.ts';

const signal = new AbortController().signal;
const failures: { hook: string; plugin: string; error: unknown }[] = [];
const activated: string[] = [];
let silence: AbortController;
let hooks: HookRegistry;

function declare(kind: HookKind, parts: Partial<HookContribution> = {}) {
  return hooks.declare('owner', { id: 'owner.ask', kind, description: '', ...parts });
}

beforeEach(() => {
  failures.length = 0;
  activated.length = 0;
  silence = new AbortController();
  hooks = new HookRegistry({
    activate: async (event) => void activated.push(event),
    onTapFailure: (failure) => failures.push(failure),
    silenceOf: (plugin) => (plugin === 'looping' ? silence.signal : undefined),
    tapTimeoutMs: 50,
  });
});

describe('a call', () => {
  it.each(['series', 'parallel'] as const)('of kind %s answers with every value in the order of the taps', async (kind) => {
    declare(kind);
    hooks.tap('slow', 'owner.ask', () => new Promise((resolve) => setTimeout(resolve, 5, 'late')));
    hooks.tap('silent', 'owner.ask', () => undefined);
    hooks.tap('quick', 'owner.ask', () => 'soon');
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual([
      { plugin: 'slow', value: 'late' },
      { plugin: 'quick', value: 'soon' },
    ]);
  });

  it('tells of the taps that failed, to a caller who asks for that, and gives them no longer than it says', async () => {
    declare('parallel');
    hooks.tap('quick', 'owner.ask', () => 'soon');
    hooks.tap('broken', 'owner.ask', () => {
      throw new Error('broken');
    });
    hooks.tap('hanging', 'owner.ask', () => new Promise(() => {}));
    hooks.tap('looping', 'owner.ask', () => new Promise(() => {}));
    hooks.tap('silent', 'owner.ask', () => undefined);
    const answers = hooks.call('owner', 'owner.ask', {}, signal, { withFailures: true, tapTimeoutMs: 20 });
    silence.abort(new ShellError('plugin.unresponsive', { plugin: 'looping' }));
    expect(await answers).toEqual([
      { plugin: 'quick', value: 'soon' },
      { plugin: 'broken', failure: 'failed' },
      { plugin: 'hanging', failure: 'late' },
      { plugin: 'looping', failure: 'late' },
    ]);
    expect(failures.find(({ plugin }) => plugin === 'hanging')?.error).toMatchObject({ details: { timeoutMs: 20 } });
  });

  it('gives a tap no longer than the registry allows, whatever the caller says', async () => {
    declare('parallel');
    hooks.tap('hanging', 'owner.ask', () => new Promise(() => {}));
    expect(await hooks.call('owner', 'owner.ask', {}, signal, { withFailures: true, tapTimeoutMs: 60_000 })).toEqual([
      { plugin: 'hanging', failure: 'late' },
    ]);
  });

  it('of kind series asks one tap after the other, of kind parallel all at once', async () => {
    const running = { now: 0, most: 0 };
    const tap = async () => {
      running.most = Math.max(running.most, ++running.now);
      await Promise.resolve();
      running.now--;
    };
    const undo = declare('series');
    for (const plugin of ['a', 'b', 'c']) hooks.tap(plugin, 'owner.ask', tap);
    await hooks.call('owner', 'owner.ask', {}, signal);
    expect(running.most).toBe(1);
    undo.dispose();
    declare('parallel');
    await hooks.call('owner', 'owner.ask', {}, signal);
    expect(running.most).toBe(3);
  });

  it('goes on without a plugin that does not respond, be it asked before or after that was noticed', async () => {
    declare('series');
    hooks.tap('looping', 'owner.ask', () => new Promise(() => {}));
    hooks.tap('sound', 'owner.ask', () => 1);
    const unresponsive = new ShellError('plugin.unresponsive', { plugin: 'looping' });
    const begun = hooks.call('owner', 'owner.ask', {}, signal);
    setImmediate(() => silence.abort(unresponsive));
    expect([await begun, await hooks.call('owner', 'owner.ask', {}, signal)]).toEqual([
      [{ plugin: 'sound', value: 1 }],
      [{ plugin: 'sound', value: 1 }],
    ]);
    expect(failures.map(({ error }) => error)).toEqual([unresponsive, unresponsive]);
  });

  it('notes a plugin whose process was lost meanwhile, not one that was unloaded', async () => {
    declare('parallel');
    for (const reason of ['stopped', 'crashed'] as const) {
      hooks.tap(reason, 'owner.ask', () => Promise.reject(processLoss(reason, { reason, detail: '' })));
    }
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual([]);
    expect(failures.map(({ plugin }) => plugin)).toEqual(['crashed']);
  });

  it('of kind bail stops at the first answer', async () => {
    declare('bail');
    let asked = 0;
    hooks.tap('silent', 'owner.ask', () => undefined);
    hooks.tap('first', 'owner.ask', () => false);
    hooks.tap('second', 'owner.ask', () => ++asked);
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual({ plugin: 'first', value: false });
    expect(asked).toBe(0);
  });

  it('of kind waterfall hands each tap what the one before made', async () => {
    declare('waterfall');
    hooks.tap('double', 'owner.ask', ({ value }) => value * 2);
    hooks.tap('silent', 'owner.ask', () => undefined);
    hooks.tap('plus', 'owner.ask', ({ value, step }) => value + step);
    expect(await hooks.call('owner', 'owner.ask', { value: 5, step: 3 }, signal)).toBe(13);
  });

  it('nobody taps answers with nothing', async () => {
    declare('waterfall');
    expect(await hooks.call('owner', 'owner.ask', { value: 'as it was' }, signal)).toBe('as it was');
  });

  it('activates the plugins that wait for the hook first', async () => {
    declare('bail');
    await hooks.call('owner', 'owner.ask', {}, signal);
    expect(activated).toEqual(['onHook:owner.ask']);
  });

  it('is refused to anyone but the owner', async () => {
    declare('bail');
    await expect(hooks.call('stranger', 'owner.ask', {}, signal)).rejects.toMatchObject({ code: 'hook.foreign' });
    await expect(hooks.call('owner', 'owner.unknown', {}, signal)).rejects.toMatchObject({ code: 'hook.foreign' });
  });

  it('is refused with arguments of another shape, and seals secrets', async () => {
    const properties = { key: { type: 'string', writeOnly: true } };
    declare('series', { arguments: { type: 'object', properties, required: ['key'] } });
    hooks.tap('taker', 'owner.ask', ({ key }) => key instanceof Secret);
    await expect(hooks.call('owner', 'owner.ask', {}, signal)).rejects.toMatchObject({ code: 'hook.arguments-invalid' });
    expect(await hooks.call('owner', 'owner.ask', { key: 'plain' }, signal)).toEqual([{ plugin: 'taker', value: true }]);
    expect(await hooks.call('owner', 'owner.ask', { key: new Secret('sealed') }, signal)).toHaveLength(1);
  });

  it('ends at once when it is cancelled, whatever its taps do', async () => {
    declare('series');
    const controller = new AbortController();
    hooks.tap('stuck', 'owner.ask', () => {
      controller.abort();
      return new Promise(() => {});
    });
    await expect(hooks.call('owner', 'owner.ask', {}, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('activates nobody for a caller that has given up', async () => {
    declare('series');
    await expect(hooks.call('owner', 'owner.ask', {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(activated).toEqual([]);
  });
});

describe('a tap', () => {
  it.each(['series', 'parallel', 'bail', 'waterfall'] as const)('that throws stops none of its neighbours (%s)', async (kind) => {
    declare(kind);
    hooks.tap('broken', 'owner.ask', () => {
      throw new Error('broken tap');
    });
    hooks.tap('sound', 'owner.ask', () => 'answer');
    expect(JSON.stringify(await hooks.call('owner', 'owner.ask', { value: 0 }, signal))).toContain('answer');
    expect(failures).toMatchObject([{ plugin: 'broken', error: { code: 'plugin.fault' } }]);
  });

  it('that never answers is named and left out', async () => {
    declare('parallel');
    hooks.tap('hung', 'owner.ask', () => new Promise(() => {}));
    hooks.tap('sound', 'owner.ask', () => 1);
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual([{ plugin: 'sound', value: 1 }]);
    expect(failures).toMatchObject([{ plugin: 'hung', error: { code: 'hook.tap-timeout' } }]);
  });

  it('is gone once it is disposed', async () => {
    declare('series');
    const tap = hooks.tap('leaver', 'owner.ask', () => 'still here');
    await hooks.call('owner', 'owner.ask', {}, signal);
    tap.dispose();
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual([]);
    expect(hooks.tapCount).toBe(0);
  });

  it('may come before its hook point is declared', async () => {
    hooks.tap('early', 'owner.ask', () => 'waited');
    declare('bail');
    expect(await hooks.call('owner', 'owner.ask', {}, signal)).toEqual({ plugin: 'early', value: 'waited' });
  });
});

it('refuses a second hook point of the same id', () => {
  declare('bail');
  expect(() => declare('series')).toThrow(expect.objectContaining({ code: 'hook.duplicate' }));
});
