import { beforeEach, describe, expect, it } from 'vitest';
import { ShellError } from '../errors.ts';
import type { CommandContribution } from '../manifest/manifest.ts';
import { Secret } from '../secret.ts';
import { CommandRegistry } from './command-registry.ts';

const signal = new AbortController().signal;
const keys = new Map<string, unknown>();
const activated: string[] = [];
let commands: CommandRegistry;

function declare(parts: Partial<CommandContribution> = {}) {
  return commands.declare('hello', { command: 'hello.greet', title: 'Greet', ...parts });
}

beforeEach(() => {
  keys.clear();
  activated.length = 0;
  commands = new CommandRegistry({
    lookup: (key) => keys.get(key),
    activate: async (event) => void activated.push(event),
  });
});

describe('execute', () => {
  it('activates the owner, then resolves with what the handler returns', async () => {
    declare({ arguments: { type: 'object', properties: { name: { type: 'string' } } } });
    commands.register('hello', 'hello.greet', ({ name }) => `Bonjour ${name}`);
    expect(await commands.execute('hello.greet', { name: 'Dupont' }, signal)).toBe('Bonjour Dupont');
    expect(activated).toEqual(['onCommand:hello.greet']);
  });

  it('refuses a command that nobody contributes, or that has no handler', async () => {
    await expect(commands.execute('hello.greet', {}, signal)).rejects.toMatchObject({ code: 'command.unknown' });
    declare();
    await expect(commands.execute('hello.greet', {}, signal)).rejects.toMatchObject({ code: 'command.without-handler' });
  });

  it('refuses a command whose enablement does not hold, and runs it once it does', async () => {
    declare({ enablement: 'hello.ready' });
    commands.register('hello', 'hello.greet', () => 'done');
    await expect(commands.execute('hello.greet', undefined, signal)).rejects.toMatchObject({ code: 'command.not-enabled' });
    keys.set('hello.ready', true);
    expect(await commands.execute('hello.greet', undefined, signal)).toBe('done');
  });

  it('refuses arguments of another shape before the handler sees them', async () => {
    let seen = 0;
    declare();
    commands.register('hello', 'hello.greet', () => ++seen);
    await expect(commands.execute('hello.greet', { extra: 1 }, signal)).rejects.toMatchObject({ code: 'command.arguments-invalid' });
    expect(seen).toBe(0);
  });

  it('wraps what the schema marks as secret', async () => {
    declare({ arguments: { type: 'object', properties: { password: { type: 'string', writeOnly: true } } } });
    commands.register('hello', 'hello.greet', ({ password }) => password instanceof Secret);
    expect(await commands.execute('hello.greet', { password: 'x' }, signal)).toBe(true);
  });

  it('attributes a bug to its plugin and keeps the cause', async () => {
    declare();
    commands.register('hello', 'hello.greet', () => {
      throw new TypeError('a bug');
    });
    await expect(commands.execute('hello.greet', {}, signal)).rejects.toMatchObject({
      code: 'plugin.fault',
      details: { plugin: 'hello', activity: 'command hello.greet' },
      cause: { message: 'a bug' },
    });
  });

  it('ends at once when it is cancelled, and tells the handler', async () => {
    declare();
    const caller = new AbortController();
    let told = false;
    commands.register('hello', 'hello.greet', (_, context) => {
      context.signal.addEventListener('abort', () => (told = true));
      caller.abort();
      return new Promise(() => {});
    });
    await expect(commands.execute('hello.greet', {}, caller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toBe(true);
  });

  it('tells the handler who asks', async () => {
    declare();
    commands.register('hello', 'hello.greet', (_, { caller }) => caller);
    expect(await commands.execute('hello.greet', {}, signal)).toBe('plugin');
    expect(await commands.execute('hello.greet', {}, signal, 'command-line')).toBe('command-line');
  });

  it('activates nobody for a caller that has given up', async () => {
    declare();
    await expect(commands.execute('hello.greet', {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(activated).toEqual([]);
  });

  it('ends when the handler is withdrawn while it works', async () => {
    declare();
    const handle = commands.register('hello', 'hello.greet', () => {
      queueMicrotask(() => handle.dispose());
      return new Promise(() => {});
    });
    await expect(commands.execute('hello.greet', {}, signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(commands.answered.length).toBe(0);
  });

  it('fails with the reason for which its plugin ended', async () => {
    declare();
    const stay = new AbortController();
    const loss = new ShellError('plugin.process-ended', { plugin: 'hello', reason: 'crashed' });
    const endStay = () => {
      stay.abort(loss);
      handle.dispose();
    };
    const work = () => {
      queueMicrotask(endStay);
      return new Promise(() => {});
    };
    const handle = commands.register('hello', 'hello.greet', work, stay.signal);
    await expect(commands.execute('hello.greet', {}, signal)).rejects.toBe(loss);
  });
});

describe('register', () => {
  it("refuses what the plugin's manifest does not contribute", () => {
    declare();
    expect(() => commands.register('stranger', 'hello.greet', () => 0)).toThrow(expect.objectContaining({ code: 'command.not-declared' }));
  });

  it('refuses a second handler, and takes one again once the first is gone', () => {
    declare();
    const first = commands.register('hello', 'hello.greet', () => 1);
    expect(() => commands.register('hello', 'hello.greet', () => 2)).toThrow(expect.objectContaining({ code: 'command.duplicate' }));
    first.dispose();
    commands.register('hello', 'hello.greet', () => 3);
    expect(commands.answered.length).toBe(1);
  });
});

it('tells when commands appear and go', () => {
  let changes = 0;
  commands.onDidChange(() => changes++);
  declare().dispose();
  expect(changes).toBe(2);
  expect(commands.list()).toEqual([]);
});
