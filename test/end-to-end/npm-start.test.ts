import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');
let dataFolder: string;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'boule-bleue-npm-'));
});

afterEach(() => rm(dataFolder, { recursive: true, force: true }));

/** Starts the product through npm, in a process group of its own as a terminal does. */
async function npmStart() {
  const npm = spawn('npm', ['start', '--silent', '--', '--no-open', '--port', '0', '--data-dir', dataFolder], {
    cwd: repository,
    detached: true,
    env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const processId = npm.pid as number;
  const stdout = text(npm.stdout);
  const ended = once(npm, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([once(npm.stdout, 'data'), ended]);
  return { processId, stdout, ended };
}

const isRunning = (processGroup: number) => {
  try {
    return process.kill(-processGroup, 0);
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test.each([
    ['Ctrl-C in a terminal, which tells the whole group', 'SIGINT', -1],
    ['SIGINT to npm alone', 'SIGINT', 1],
    ['SIGTERM to npm alone', 'SIGTERM', 1],
  ] as const)('ends with code 0 and leaves nothing behind after %s', async (_situation, signal, receiver) => {
    const { processId, stdout, ended } = await npmStart();
    process.kill(receiver * processId, signal);
    expect(await ended).toEqual([0, null]);
    expect(isRunning(processId)).toBe(false);
    expect(await stdout).toMatch(/^Centre de maintenance : http:\/\/127\.0\.0\.1:\d+\/\?jeton=\S+\n$/);
  });
});
