/** What the host makes of a plugin process that is not ours any more: everything here is written to the pipe by hand. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { PluginProcess, PluginProcessEnd } from '../../../core/plugins/plugin-runtime.ts';
import { ContractHost } from '../../contract/contract-host.ts';
import { readPlugin } from '../../contract/plugin-folders.ts';
import { PluginSources, until } from '../../support/isolated-plugin.ts';

/** Says yes to whatever the host asks, so that the plugin counts as active, and then does what `attack` says. */
const writeProcess = (attack: string) => `
import { Socket } from 'node:net';
const pipe = new Socket({ fd: 3 });
const send = (message) => pipe.write(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message) + '\\n');
const pack = (value) => JSON.stringify({ value });
let asked = 0;
let made = 0;
let isSilent = false;
/** How often each answer came: the code of the failure, or what the call gave. */
const answers = {};
let answered = 0;
const note = (answer) => { answered += 1; answers[answer] = (answers[answer] ?? 0) + 1 };
const codeOf = (text) => { const { value, failure } = JSON.parse(text).value; return failure ? (failure.code ?? failure.message) : String(value) };
/** Calls a method of the host and keeps the answer. */
const call = (service, method, args, callId = ++made) => {
  send(['push', ['pipeline', 0, [service, method], [callId, typeof args === 'string' ? args : pack(args)]]]);
  send(['pull', callId]);
};
/** Makes the answers known, by the log. */
const tell = () => { send(['push', ['pipeline', 0, ['log', 'info'], [0, pack(['answers', { answers }])]]]); };
let rest = '';
pipe.setEncoding('utf8');
pipe.on('error', () => {});
pipe.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const message = JSON.parse(line);
    if (message[0] === 'resolve') note(codeOf(message[2]));
    if (message[0] === 'reject') note('rejected');
    if (message[0] !== 'push') continue;
    asked += 1;
    if (!isSilent) send(['resolve', asked, pack({ value: null })]);
    if (JSON.stringify(message).includes('"activate"')) setTimeout(attack, 50);
  }
});
function attack() { ${attack} }
`;

interface Attacked extends AsyncDisposable {
  readonly host: ContractHost;
  readonly process: PluginProcess;
}

/** A host whose one plugin process does as the test says, and has begun to. */
async function attackBy(attack: string, permissions: object = {}): Promise<Attacked> {
  const stack = new AsyncDisposableStack();
  const sources = stack.use(await PluginSources.create());
  const packageJson = { permissions, contributes: { commands: [{ command: 'stranger.work', title: 'Work' }] } };
  const location = await sources.write({ packageJson, files: { 'plugin.js': '' } });
  const processEntry = join(sources.folder, 'entry', 'main.mjs');
  await mkdir(join(sources.folder, 'entry'));
  await writeFile(processEntry, writeProcess(attack));
  const host = stack.use(await ContractHost.open({ plugins: [readPlugin(location)], runtime: 'isolated', processEntry }));
  await host.parts.shell.plugins.activate('stranger');
  const { process } = host.parts.shell.plugins.status('stranger');
  if (!process) throw new Error('The plugin has no process');
  return { host, process, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** How a process ended that attacked so. */
async function endOf(attack: string): Promise<PluginProcessEnd> {
  await using attacked = await attackBy(attack);
  return await attacked.process.ended;
}

/** How often the host answered what to calls that were made so: with which code, or value. */
async function answersTo(calls: string, count: number, permissions?: object): Promise<Readonly<Record<string, number>>> {
  await using attacked = await attackBy(`${calls}; setInterval(() => { if (answered >= ${count}) tell() }, 20)`, permissions);
  const told = () => attacked.host.logLines().find(({ msg }) => msg === 'answers');
  await until(() => told() !== undefined, 'the answers are known');
  return (told() as unknown as { readonly answers: Readonly<Record<string, number>> }).answers;
}

const push = (message: string) => `send(['push', ${message}])`;

describe('a process is ended that', () => {
  it.each([
    ['writes what is no JSON', `send('hello\\n')`],
    ['writes bytes', `send(Buffer.from([0, 255, 254, 10, 13, 10]))`],
    [
      'writes a line without end',
      `const chunk = 'x'.repeat(65536); const go = () => { while (pipe.write(chunk)); pipe.once('drain', go) }; go()`,
    ],
    ['nests without end', `send('['.repeat(500000) + ']'.repeat(500000) + '\\n')`],
    ['lets the host map', push(`['remap', 0, [], [['import', 0]], [['pipeline', 0, ['log']]]]`)],
    ['opens a stream', `send(['stream', ['pipeline', 0, ['log', 'info'], []]])`],
    ['opens a pipe', `send(['pipe'])`],
    ['hands over a function', push(`['pipeline', 0, ['log', 'info'], [['export', -1]]]`)],
    ['has the host make requests', push(`['request', 'http://127.0.0.1:1/', {}]`)],
    ['calls what a call gave', push(`['pipeline', 1, ['log', 'info'], [0, '{}']]`)],
    ['answers for the host’s own services', `send(['resolve', 0, '{}'])`],
    ['lets go of what it never had', `send(['release', 77, 1])`],
    [
      'keeps 25 000 calls open',
      `for (let i = 0; i < 25000; i++) send(['push', ['pipeline', 0, ['log', 'debug'], [0, '{"value":["x",{}]}']]])`,
    ],
    ['ends the connection', `send(['abort', ['error', 'Error', 'enough']])`],
    ['closes its pipe and goes on', `pipe.destroy(); setInterval(() => {}, 1000)`],
  ])('%s', async (_name, attack) => {
    expect(await endOf(attack)).toMatchObject({ reason: 'protocol' });
  });
});

describe('a call is refused, and the process told so, that', () => {
  it('names a service which the plugin was not granted, or none', async () => {
    const names = [
      ['secrets', 'get'],
      ['network', 'request'],
      ['dialogs', 'askSecret'],
      ['none', 'such'],
      ['log', 'constructor'],
    ];
    const more = [
      ['__proto__', 'toString'],
      ['constructor', 'call'],
      ['hasOwnProperty', 'call'],
      ['calls', 'constructor'],
      ['log', 'name'],
    ];
    const calls = [...names, ...more].map(([service, method]) => `call('${service}', '${method}', ['x'])`);
    expect(await answersTo(calls.join(';'), calls.length)).toEqual({ rejected: calls.length });
  });

  it('has arguments of another shape', async () => {
    const calls = [
      `call('storage', 'get', ['a'])`,
      `call('storage', 'get', [1, 2])`,
      `call('storage', 'write', [{ length: 1e9 }])`,
      `call('panels', 'publish', [{}, 1])`,
      `call('commands', 'execute', 'no JSON')`,
      `call('commands', 'execute', JSON.stringify({ value: { length: 2 } }))`,
      `call('hooks', 'tap', [-1, 'x'])`,
      `call('hooks', 'tap', [1, 'x'.repeat(1000)])`,
      `call('contextKeys', 'set', ['stranger.a', { toString: 1 }])`,
      `call('settings', 'update', JSON.stringify({ value: [{ a: null }], marks: [[[0, 'b'], 'x']] }))`,
      `call('storage', 'write', '{"value":[[{"collection":"a","id":"b","value":{"__proto__":{"polluted":1}}}]]}')`,
    ];
    expect(await answersTo(calls.join(';'), calls.length)).toEqual({ 'rpc.message-invalid': calls.length });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('comes when a thousand others are under way', async () => {
    const work = `isSilent = true; for (let i = 1; i <= 1000; i++) call('notifications', 'withProgress', [i, { key: 'k' }])`;
    const calls = `${work}; call('storage', 'get', ['a', 'b']); setInterval(() => { if (answered > 0) setTimeout(() => process.exit(), 300) }, 20)`;
    expect(await answersTo(calls, 1, { notifications: true })).toMatchObject({ 'rpc.too-many-calls': 1 });
  });

  it('taps more than anybody needs, or twice under one number', async () => {
    const taps = `for (let i = 1; i < 1200; i++) call('hooks', 'tap', [i, 'stranger.hook']); call('hooks', 'tap', [5, 'stranger.hook'])`;
    expect(await answersTo(taps, 1_200, { hooks: ['stranger.hook'] })).toEqual({ undefined: 1_000, 'rpc.too-many-handles': 200 });
  });
});

test('an answer that is none fails the call, and the process may go on', async () => {
  await using sources = await PluginSources.create();
  const location = await sources.write({ packageJson: {}, files: { 'plugin.js': '' } });
  const processEntry = join(sources.folder, 'main.mjs');
  await writeFile(processEntry, writeProcess('').replace('pack({ value: null })', `'["no outcome"]'`));
  await using host = await ContractHost.open({ plugins: [readPlugin(location)], runtime: 'isolated', processEntry });
  await expect(host.parts.shell.plugins.activate('stranger')).rejects.toMatchObject({ code: 'rpc.answer-invalid' });
});

test('a flood of messages is slowed and named, and leaves the host its time', async () => {
  await using attacked = await attackBy(`
    const line = JSON.stringify(['push', ['pipeline', 0, ['storage', 'get'], [0, pack(['a', 'b'])]]]) + '\\n';
    let count = 0;
    const go = () => { while (pipe.write(line + JSON.stringify(['release', ++count, 1]) + '\\n')); pipe.once('drain', go) };
    go();`);
  const named = () => attacked.host.parts.notifications.list().some(({ message }) => message.args?.kind === 'messages');
  await until(named, 'it is named', 20_000);
  const began = performance.now();
  const usedBefore = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const elapsedMs = performance.now() - began;
  const { user, system } = process.cpuUsage(usedBefore);
  expect((user + system) / 1_000 / elapsedMs).toBeLessThan(0.5);
  await attacked.process.ping();
});
