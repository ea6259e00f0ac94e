import { execFile } from 'node:child_process';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');
const timeoutMs = 120_000;

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const checks = [
  { name: 'types', module: 'typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'types of the set-up', module: 'typescript/bin/tsc', args: ['-p', 'scripts/set-up'] },
  { name: 'lint and format', module: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings', '.'] },
];

/** What needs no test runner: types, lint and format. Shows what each says, each counting as one. */
export async function runChecks(): Promise<Tally> {
  const outcomes = await Promise.all(checks.map(runCheck));
  const passed = outcomes.filter((outcome) => outcome).length;
  return { passed, failed: outcomes.length - passed, skipped: 0 };
}

async function runCheck({ name, module, args }: (typeof checks)[number]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const program = join(repository, 'node_modules', module);
  execFile(process.execPath, [program, ...args], { cwd: repository, timeout: timeoutMs, maxBuffer: 2 ** 26 }, (failure, stdout, stderr) =>
    resolve({ ok: failure === null, output: stdout + stderr }),
  );
  const { ok, output } = await promise;
  return report(name, ok, output);
}

/** Shows what became of a check, with its output when it failed. */
export function report(name: string, ok: boolean, output: string): boolean {
  process.stdout.write(ok ? `✓ ${name}\n` : `✗ ${name}\n${output}\n`);
  return ok;
}
