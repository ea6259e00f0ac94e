import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PluginProcess } from '../../../core/plugins/plugin-runtime.ts';
import type { ContractHost } from '../../../test/contract/contract-host.ts';
import { openPluginHost, type PluginSource, PluginSources, until } from '../../../test/support/isolated-plugin.ts';
import { holdings } from '../plugin-test/census.ts';

const never = new AbortController().signal;
const timeoutMs = 60_000;

let stack: AsyncDisposableStack;
let sources: PluginSources;
let host: ContractHost;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  sources = stack.use(await PluginSources.create());
});

afterEach(() => stack.disposeAsync(), timeoutMs);

/** A plugin whose command does as its source says. */
function plugin(work: string, more: Partial<PluginSource> = {}): PluginSource {
  const main = `
    import { CommandService, LogService } from 'boule-bleue';
    export default class Stranger {
      static services = [CommandService, LogService];
      constructor(commands, log) { this.commands = commands; this.log = log; }
      activate() { this.commands.register('stranger.work', async (args, { signal, caller }) => { ${work} }); }
    }`;
  const contributes = { commands: [{ command: 'stranger.work', title: 'Work', arguments: {} }] };
  return { packageJson: { contributes }, files: { 'plugin.js': main, ...more.files } };
}

async function open(source: PluginSource): Promise<PluginProcess> {
  host = stack.use(await openPluginHost(sources, [source]));
  await host.parts.shell.plugins.activate('stranger');
  const { process } = host.parts.shell.plugins.status('stranger');
  if (!process) throw new Error('The plugin has no process');
  return process;
}

const run = (args: unknown = {}) => host.parts.shell.commands.execute('stranger.work', args, never);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('a command in a process knows who asks', { timeout: timeoutMs }, async () => {
  await open(plugin('return caller'));
  expect(await host.parts.shell.commands.execute('stranger.work', {}, never, 'command-line')).toBe('command-line');
});

describe('a process that ends by itself', { timeout: timeoutMs }, () => {
  it.each([
    ['process.exit()', 'exited', 'exit code 0'],
    ['process.exit(1)', 'exited', 'exit code 1'],
    ["setTimeout(() => { throw new TypeError('nobody catches it') }); await new Promise(() => {})", 'crashed', 'nobody catches it'],
    ["Promise.reject(new TypeError('nobody hears of it')); await new Promise(() => {})", 'crashed', 'nobody hears of it'],
    ["process.on('uncaughtException', () => {}); setTimeout(() => { throw 1 }); await new Promise(() => {})", 'crashed', 'exit code 70'],
    ['const kept = []; for (;;) kept.push(new Array(10000).fill(1.5))', 'out-of-memory', 'heap out of memory'],
  ])('by %s: %s', async (work, reason, detail) => {
    const child = await open(plugin(work));
    const call = run();
    call.catch(() => {});
    const end = await child.ended;
    expect(end).toMatchObject({ reason, detail: expect.stringContaining(detail) });
    await expect(call).rejects.toMatchObject({ code: 'plugin.process-ended', details: { plugin: 'stranger' } });
    expect(isAlive(child.pid)).toBe(false);
    await expect(child.ping()).rejects.toMatchObject({ code: 'plugin.process-ended' });
  });

  it('before it was loaded fails the activation', async () => {
    await expect(open({ files: { 'plugin.js': 'process.exit(3)' } })).rejects.toMatchObject({ code: 'plugin.process-ended' });
  });
});

describe('a process', { timeout: timeoutMs }, () => {
  it('ends with its plugin’s stay, also when it hangs', async () => {
    const child = await open(plugin('for (;;);'));
    run().catch(() => {});
    await until(async () => (await child.usage()).cpuMs > 200, 'it hangs');
    child.kill();
    expect(await child.ended).toMatchObject({ reason: 'stopped' });
  });

  it('goes away in good order when its plugin is unloaded', async () => {
    const child = await open(plugin(''));
    await host.parts.shell.plugins.unload('stranger');
    expect(await child.ended).toMatchObject({ reason: 'stopped' });
    expect(await host.close()).toEqual([]);
  });

  it('adds nothing any more once its plugin is being unloaded, nor afterwards', async () => {
    const late = `
      deactivate() {
        const add = () => { this.panels.publish('stranger.panel', Date.now()); this.contextKeys.set('stranger.late', true); };
        add();
        this.commands.register('stranger.work', () => 1);
        setInterval(add, 1);
        return new Promise((resolve) => setTimeout(resolve, 100));
      }`;
    const main = `
      import { CommandService, ContextKeyService, PanelService } from 'boule-bleue';
      export default class Stranger {
        static services = [CommandService, ContextKeyService, PanelService];
        constructor(commands, contextKeys, panels) { Object.assign(this, { commands, contextKeys, panels }); }
        activate() {}
        ${late}
      }`;
    const { contributes } = plugin('').packageJson as { readonly contributes: object };
    const panels = [{ id: 'stranger.panel', title: 'P', icon: '$(bug)', module: './p.js', element: 'stranger-panel' }];
    host = stack.use(
      await openPluginHost(sources, [{ packageJson: { contributes: { ...contributes, panels } }, files: { 'plugin.js': main } }]),
    );
    const before = holdings(host.parts);
    await host.parts.shell.plugins.activate('stranger');
    await host.parts.shell.plugins.unload('stranger');
    expect(holdings(host.parts)).toEqual(before);
  });

  it('tells what it uses, and shows what it spends its time on', async () => {
    const child = await open(plugin('const until = Date.now() + 300; while (Date.now() < until) Math.sqrt(until);'));
    const before = await child.usage();
    const profile = child.profile(600);
    await run();
    const after = await child.usage();
    expect(after.cpuMs).toBeGreaterThan(before.cpuMs);
    expect(after.residentBytes).toBeGreaterThan(10_000_000);
    expect(after.heapBytes).toBeGreaterThan(1_000_000);
    const { nodes } = JSON.parse(await profile) as { readonly nodes: readonly { readonly callFrame: { readonly url: string } }[] };
    expect(nodes.map(({ callFrame }) => callFrame.url).filter((url) => url.endsWith('/stranger/plugin.js'))).not.toEqual([]);
  });

  it('counts the plugin’s calls, and not the host’s own questions', async () => {
    const child = await open(plugin('this.log.debug("x")'));
    const { calls } = child.traffic;
    await child.ping();
    await child.usage();
    expect(child.traffic.calls).toBe(calls);
    await run();
    expect(child.traffic).toMatchObject({ calls: calls + 2, pending: 0 });
    expect(performance.now() - child.traffic.lastCallAt).toBeLessThan(5_000);
  });

  it('has its output logged in the plugin’s name, as far as there is not too much of it', async () => {
    await open(
      plugin(`console.log('said'); console.error('wrong'); for (let i = 0; i < 5000; i++) console.log('again ' + 'x'.repeat(5000));`),
    );
    await run();
    const own = () => host.logLines().filter(({ plugin: owner, level }) => owner === 'stranger' && level === 'info');
    await until(() => own().some(({ msg }) => msg === 'wrong'), 'it is logged');
    expect(own().map(({ msg }) => msg)).toContain('said');
    expect(own().length).toBeLessThan(300);
    expect(Math.max(...own().map(({ msg }) => msg.length))).toBeLessThan(2_100);
  });

  it('is not started for a plugin without a main half', async () => {
    host = stack.use(await openPluginHost(sources, [{ packageJson: { main: undefined }, files: {} }]));
    await host.parts.shell.plugins.activate('stranger');
    expect(host.parts.shell.plugins.status('stranger').process).toBeUndefined();
  });
});

describe('modules of a plugin', { timeout: timeoutMs }, () => {
  it('may import each other, JSON, and what Node computes with', async () => {
    const work = `
      const { name } = await import('./part.js');
      const { default: data } = await import('./data.json', { with: { type: 'json' } });
      const { createHash } = await import('node:crypto');
      return [name, data.a, createHash('sha256').update('').digest('hex').length]`;
    await open(plugin(work, { files: { 'part.js': "export const name = 'part';", 'data.json': '{"a":1}' } }));
    expect(await run()).toEqual(['part', 1, 64]);
  });

  it.each(['a,b', 'a b', 'é€', '[a]', '%41', "a'b", '#a?b'])('may lie in a folder called %s, or behind a link', async (name) => {
    const source = plugin(`return (await import('./part.js')).name`, { files: { 'part.js': "export const name = 'part';" } });
    const location = await sources.write(source);
    await mkdir(join(sources.folder, name));
    await rename(location, join(sources.folder, name, 'stranger'));
    await symlink(join(sources.folder, name, 'stranger'), location);
    await open(source);
    expect(await run()).toBe('part');
  });

  it('may not lie in a folder whose name would open others', async () => {
    const location = await sources.write(plugin(''));
    await mkdir(join(sources.folder, 'a*b'));
    await rename(location, join(sources.folder, 'a*b', 'stranger'));
    await symlink(join(sources.folder, 'a*b', 'stranger'), location);
    await expect(open(plugin(''))).rejects.toMatchObject({ code: 'plugin.folder-unusable' });
  });

  it('may be CommonJS', async () => {
    const files = {
      'plugin.cjs': `
        const { CommandService, Secret } = require('boule-bleue');
        const { inspect } = require('util');
        module.exports = class {
          static services = [CommandService];
          constructor(commands) { this.commands = commands; }
          activate() { this.commands.register('stranger.work', () => inspect(new Secret('x'))); }
        };`,
    };
    await open({ packageJson: { ...plugin('').packageJson, main: './plugin.cjs' }, files });
    expect(await run()).toBe('[secret]');
  });

  it('are refused with the error that they deserve', async () => {
    await expect(open({ files: { 'plugin.js': 'export default 1' } })).rejects.toMatchObject({ code: 'plugin.not-a-class' });
    await sources[Symbol.asyncDispose]();
    await expect(open({ files: { 'plugin.js': 'syntax error' } })).rejects.toMatchObject({
      code: 'plugin.fault',
      cause: { name: 'SyntaxError' },
    });
  });

  it('must not lie behind a link that leads out of the folder', async () => {
    const location = await sources.write(plugin(''));
    await mkdir(join(location, 'inside'));
    await symlink('../inside', join(location, 'inside', 'fine'));
    await symlink('/etc', join(location, 'inside', 'evil'));
    await expect(open(plugin(''))).rejects.toMatchObject({ code: 'plugin.link-outside', details: { link: 'inside/evil' } });
    await rm(join(location, 'inside', 'evil'));
    await symlink('nowhere', join(location, 'dangling'));
    await expect(open(plugin(''))).rejects.toMatchObject({ code: 'plugin.link-outside', details: { link: 'dangling' } });
    await rm(join(location, 'dangling'));
    await writeFile(join(location, 'inside', 'file.js'), '');
    await open(plugin(''));
  });
});
