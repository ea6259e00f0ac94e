/** What a plugin's own process does not let the plugin do, tried from within by a plugin that means it. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractHost } from '../../contract/contract-host.ts';
import { openPluginHost, PluginSources } from '../../support/isolated-plugin.ts';

/** Each is the body of an async function: what it returns was gained, what it throws was refused. */
type Attacks = Readonly<Record<string, string>>;

const forbiddenModules = [
  ...['child_process', 'cluster', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'fs', 'fs/promises', 'http', 'http2', 'https'],
  ...['inspector', 'inspector/promises', 'module', 'net', 'os', 'readline', 'repl', 'sea', 'sqlite', 'sys', 'test', 'tls', 'trace_events'],
  ...['tty', 'v8', 'vm', 'wasi', 'worker_threads', 'async_hooks', 'domain'],
];

const modules: Attacks = Object.fromEntries(
  forbiddenModules.flatMap((name) => [
    [`import node:${name}`, `return Object.keys(await import('node:${name}'))`],
    [`import ${name}`, `return Object.keys(await import('${name}'))`],
    [`getBuiltinModule ${name}`, `return process.getBuiltinModule('node:${name}')`],
    [`require ${name}`, `return (await cjs()).require('node:${name}')`],
    [`Module._load ${name}`, `return (await cjs()).module.constructor._load('${name}')`],
  ]),
);

const loaders: Attacks = {
  'a specifier that changes': `let count = 0; const names = Object.keys(await import({ toString: () => (count++ > 0 ? 'node:fs' : 'node:path') })); if (!names.includes('readFile')) throw new Error('no files'); return names`,
  'a name that changes, for getBuiltinModule': `let count = 0; return process.getBuiltinModule({ toString: () => (count++ > 1 ? 'fs' : 'path') })`,
  'a name that changes, for Module._load': `let count = 0; return (await cjs()).module.constructor._load({ toString: () => (count++ > 1 ? 'fs' : 'path'), startsWith: () => false, charCodeAt: () => 0 })`,
  'a require of its own': `return (await cjs()).module.constructor.createRequire('/')('fs')`,
  'a hook of its own': `(await cjs()).module.constructor.registerHooks({ resolve: () => ({ url: 'node:fs', shortCircuit: true }) }); return Object.keys(await import('x'))`,
  'a hook thread of its own': `return (await cjs()).module.constructor.register('data:text/javascript,')`,
  'the JSON loader': `const target = { exports: {} }; (await cjs()).module.constructor._extensions['.json'](target, outside); return target.exports`,
  'the JavaScript loader': `(await cjs()).module.constructor._extensions['.js'](new (await cjs()).module.constructor('x'), '/etc/passwd'); return 'loaded'`,
  'the native loader': `return (await cjs()).module.constructor._extensions['.node']({ exports: {} }, '/lib/x.node')`,
  'a JSON import': `return await import(outside, { with: { type: 'json' } })`,
  'a module outside': `return await import('../outside.json', { with: { type: 'json' } })`,
  'a module by require outside': `return (await cjs()).require(outside)`,
  'a text to import': `return await import("data:text/javascript,import * as fs from 'node:fs'; export default Object.keys(fs)")`,
  'main of the process': `return process.mainModule.require('fs')`,
  'a module’s parent': `return (await cjs()).module.parent.require('fs')`,
  'the loaded builtins': `return (await cjs()).module.constructor._cache['node:fs'].exports`,
};

const tampering: Attacks = {
  'methods that always say yes': `
    for (const [prototype, name] of [[Array.prototype, 'includes'], [Set.prototype, 'has'], [Map.prototype, 'has'], [String.prototype, 'startsWith'], [RegExp.prototype, 'test'], [Object.prototype, 'hasOwnProperty'], [Array.prototype, 'some'], [Array.prototype, 'every']]) prototype[name] = () => true;
    return Object.keys(await import('node:fs'))`,
  'functions that are called otherwise': `
    Function.prototype.call = function () { return true }; Function.prototype.apply = function () { return true }; Reflect.apply = () => true;
    return Object.keys(await import('node:fs'))`,
  'members that every object has': `
    for (const name of ['fs', 'node:fs']) Object.defineProperty(Object.prototype, name, { value: true, configurable: true });
    Object.defineProperty(Object.prototype, 'shortCircuit', { value: true, configurable: true, writable: true });
    try { return Object.keys(await import('node:fs')) } finally { for (const name of ['fs', 'node:fs', 'shortCircuit']) delete Object.prototype[name] }`,
  'errors that are built otherwise': `
    const original = Error; const found = [];
    Error.prepareStackTrace = (error, sites) => { for (const site of sites) found.push(site.getThis(), site.getFunction()); return '' };
    try { await import('node:fs') } catch (error) { void error.stack }
    const gained = found.filter((value) => value !== undefined && value !== null);
    if (gained.length === 0) throw new original('nothing');
    return gained.map(String)`,
};

const processes: Attacks = {
  'kill the host': `process.kill(process.ppid, 0); return 'killed'`,
  'kill the host otherwise': `process._kill(process.ppid, 0); return 'killed'`,
  'kill by the prototype': `Object.getPrototypeOf(process).kill.call(process, process.ppid, 0); return 'killed'`,
  'debug the host': `process._debugProcess(process.ppid); return 'debugged'`,
  'a binding': `return Object.keys(process.binding('fs'))`,
  'a linked binding': `return process._linkedBinding('fs')`,
  'native code': `process.dlopen({ exports: {} }, '/lib/libc.so.6'); return 'loaded'`,
  'a crypto engine': `(await import('node:crypto')).default.setEngine('/lib/evil.so'); return 'loaded'`,
  'a report with the environment': `return process.report.getReport()`,
  'another folder': `process.chdir('/'); return process.cwd()`,
  'another user': `process.setuid(1); return 'set'`,
  'a file mode mask': `return process.umask(0)`,
  'a file of variables': `return process.loadEnvFile('/etc/passwd')`,
  'the handles of the process': `return process._getActiveHandles().length`,
  'another program': `process.execve('/bin/true', ['true'], {}); return 'executed'`,
};

const connections: Attacks = {
  fetch: `return await (await fetch(address)).text()`,
  WebSocket: `return await new Promise((resolve, reject) => { const socket = new WebSocket(address.replace('http', 'ws')); socket.onopen = () => resolve('open'); socket.onerror = () => reject(new Error('refused')) })`,
  EventSource: `return new EventSource(address).url`,
  'the class behind stdout': `const { constructor: Socket } = process.stdout; return await new Promise((resolve, reject) => new Socket().connect(new URL(address).port, '127.0.0.1', () => resolve('connected')).on('error', reject))`,
};

const attacks: Attacks = { ...modules, ...loaders, ...processes, ...connections };

/** What an attack finds around it. */
interface Target {
  /** A server on this machine. */
  readonly address: string;
  /** A JSON file that is none of the plugin's. */
  readonly outside: string;
}

const writeSource = (bodies: readonly string[], { address, outside }: Target) => `
import { CommandService } from 'boule-bleue';
const address = ${JSON.stringify(address)};
const outside = ${JSON.stringify(outside)};
const cjs = async () => (await import('./loader.cjs')).default;
const attacks = [${bodies.map((body) => `async () => {${body}\n}`).join(',\n')}];
const { stringify } = JSON;
export default class Stranger {
  static services = [CommandService];
  constructor(commands) { this.commands = commands; }
  activate() {
    this.commands.register('stranger.attack', async ({ index }) => {
      try { return { gained: stringify(await attacks[index]()) }; } catch (error) { return { refused: error.code ?? error.message }; }
    });
    this.commands.register('stranger.look', () => ({ env: { ...process.env }, globals: Object.getOwnPropertyNames(globalThis) }));
  }
}`;

const packageJson = {
  contributes: {
    commands: [
      { command: 'stranger.attack', title: 'Attack', arguments: { type: 'object', properties: { index: { type: 'integer' } } } },
      { command: 'stranger.look', title: 'Look' },
    ],
  },
};

let host: ContractHost;
let connectionCount = 0;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const server = createServer((_request, response) => response.end('gained'));
  server.on('connection', () => {
    connectionCount += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(() => void server.close());
  const sources = stack.use(await PluginSources.create());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  host = stack.use(await openStranger(sources, Object.values(attacks), address));
});

afterAll(() => stack.disposeAsync());

async function openStranger(sources: PluginSources, bodies: readonly string[], address = ''): Promise<ContractHost> {
  const outside = join(sources.folder, 'outside.json');
  await writeFile(outside, '{"read":true}');
  const files = { 'plugin.js': writeSource(bodies, { address, outside }), 'loader.cjs': 'module.exports = { module, require };' };
  return openPluginHost(sources, [{ packageJson, files }]);
}

async function run(command: string, args: unknown, where = host): Promise<unknown> {
  return where.parts.shell.commands.execute(command, args, new AbortController().signal);
}

describe('a plugin in a process of its own is refused', () => {
  it.each(Object.keys(attacks).map((name, index) => [name, index] as const))('%s', async (_name, index) => {
    expect(await run('stranger.attack', { index })).toEqual({ refused: expect.anything() });
  });

  // Each in a process that no other attack has tampered with.
  it.each(Object.entries(tampering))('what it has not, after giving it %s', async (_name, body) => {
    await using sources = await PluginSources.create();
    await using alone = await openStranger(sources, [body]);
    expect(await run('stranger.attack', { index: 0 }, alone)).toEqual({ refused: expect.anything() });
  });

  it('any connection that it tried', () => {
    expect(connectionCount).toBe(0);
  });

  it('the environment and every global that leads outside', async () => {
    const { env, globals } = (await run('stranger.look', {})) as { readonly env: object; readonly globals: readonly string[] };
    expect(env).toEqual({});
    expect(globals).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(fetch|WebSocket|EventSource|localStorage)$/)]));
  });
});
