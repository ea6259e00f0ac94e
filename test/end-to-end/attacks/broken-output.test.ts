/** Readers of the command line's output that leave early, and a disk without room for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, '../../../dist/host/main.js');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broken-output-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a line of shell in which `$@` is the product with its data folder; kills what doesn't end. */
async function run(line: string, ...args: readonly string[]): Promise<{ exitCode: number | null; signal: string | null; stderr: string }> {
  const command = ['-c', line, 'sh', process.execPath, entry, ...args, '--data-dir', join(folder, 'data')];
  const child = spawn('sh', command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const impatience = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 20_000);
  const [exitCode, signal] = await once(child, 'close');
  clearTimeout(impatience);
  return { exitCode, signal, stderr };
}

describe.skipIf(process.platform === 'win32')('a command', () => {
  it('whose reader has left ends quietly', async () => {
    const line = 'mkfifo pipe; { "$@"; echo $? > code; } > pipe & exec 3< pipe; exec 3<&-; wait';
    expect(await run(line, 'commands')).toEqual({ exitCode: 0, signal: null, stderr: '' });
    expect(await readFile(join(folder, 'code'), 'utf8')).toBe('0\n');
  });

  it.runIf(process.platform === 'linux')('whose result finds no room has failed', async () => {
    expect(await run('"$@" > /dev/full', 'commands')).toEqual({ exitCode: 1, signal: null, stderr: '' });
  });
});

describe.runIf(process.platform === 'linux')('a host', () => {
  it('whose log finds no room on stderr runs on, and ends when it is asked', async () => {
    const full = openSync('/dev/full', 'w');
    const args = [entry, '--no-open', '--verbose', '--data-dir', join(folder, 'data')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', full] });
    closeSync(full);
    const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
    const ended = once(child, 'close');
    const [line] = await once(child.stdout ?? child, 'data');
    const { origin } = new URL(/http:\S+/.exec(String(line))?.[0] ?? '');
    // Each is a line of the log.
    for (let count = 0; count < 3; count++) expect((await fetch(origin, { signal: AbortSignal.timeout(5_000) })).status).toBe(403);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    clearTimeout(impatience);
  });
});
