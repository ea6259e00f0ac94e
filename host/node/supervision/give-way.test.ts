import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { giveWay } from './give-way.ts';

const behind = constants.priority.PRIORITY_BELOW_NORMAL;

test.skipIf(process.platform !== 'linux')('every thread of a process gives way, those that collect its garbage too', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("here"); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    giveWay(Number(child.pid));
    const threads = readdirSync(`/proc/${child.pid}/task`).map(Number);
    expect(threads.length).toBeGreaterThan(1);
    expect(threads.map((id) => getPriority(id))).toEqual(threads.map(() => behind));
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process that has ended is nobody’s failure', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'close');
  expect(() => giveWay(Number(child.pid))).not.toThrow();
});
