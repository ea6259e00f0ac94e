/** The processes of plugins around the built product: that they are there, and when they are not. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProduct } from '../support/started-product.ts';
import { runCommandLine } from './office.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-processes-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Ids of the processes whose parent this is, and what they were started with. */
function childrenOf(parent: number): readonly { readonly pid: number; readonly args: readonly string[] }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const isChild = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      return isChild ? [{ pid: Number(pid), args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') }] : [];
    } catch {
      return [];
    }
  });
}

const pluginProcesses = (host: number) => childrenOf(host).filter(({ args }) => args.includes('--permission'));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux')('with --isolate all', () => {
  it('every active plugin has a process with nothing but its own', async () => {
    await using product = await startProduct({ options: ['--isolate', 'all'], env: { SECRET_OF_THE_HOST: 'hidden' } });
    await expect.poll(() => pluginProcesses(product.processId).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    for (const { pid, args } of pluginProcesses(product.processId)) {
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('');
      expect(args.filter((arg) => arg.startsWith('--allow'))).toEqual([
        expect.stringMatching(/^--allow-fs-read=.*plugin-process\/\*$/),
        expect.stringMatching(/^--allow-fs-read=.*plugins\/[\w-]+\/\*$/),
      ]);
    }
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('no process outlives a host that got %s', async (signal) => {
    await using product = await startProduct({ options: ['--isolate', 'all'] });
    await expect.poll(() => pluginProcesses(product.processId).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    const pids = pluginProcesses(product.processId).map(({ pid }) => pid);
    await product.stop(signal);
    await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });

  it('a call of the command line that starts a host of its own isolates too, and leaves nothing', async () => {
    const isolated = await runCommandLine(folder, [
      'run',
      'assistance.password-of-the-day',
      '--args',
      '{"key":"ORSXG5BAMRQXIYJAORSXG5BA","date":"2026-01-02"}',
      '--isolate',
      'all',
    ]);
    const inline = await runCommandLine(folder, [
      'run',
      'assistance.password-of-the-day',
      '--args',
      '{"key":"ORSXG5BAMRQXIYJAORSXG5BA","date":"2026-01-02"}',
      '--isolate',
      'third-party',
    ]);
    expect(isolated).toEqual(inline);
    expect(isolated.stdout).toMatch(/^\d{8}\n$/);
  });
});
