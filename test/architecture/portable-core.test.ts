import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const project = join(import.meta.dirname, 'portable-core');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What the compiler complains of; `globals.d.ts` stands in for the types of Node and the DOM. */
function compile(folder: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', folder], { encoding: 'utf8', timeout: 60_000 });
  return stdout + stderr;
}

test('core uses nothing that only Node or only a browser has', () => {
  expect(compile(project)).toBe('');
}, 60_000);

test('a use of Node or of the DOM is found, with its file and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portable-core-'));
  folders.push(folder);
  const extended = JSON.stringify(join(project, 'tsconfig.json'));
  const globals = JSON.stringify(join(project, 'globals.d.ts'));
  writeFileSync(join(folder, 'tsconfig.json'), `{ "extends": ${extended}, "include": ["*.ts", ${globals}] }`);
  writeFileSync(
    join(folder, 'a.ts'),
    'document.title;\nprocess.exit();\nlet element: HTMLElement;\nnew AbortController();\nexport { element };\n',
  );
  const complaints = compile(folder);
  for (const [line, name] of [
    [1, 'document'],
    [2, 'process'],
    [3, 'HTMLElement'],
  ]) {
    expect(complaints).toMatch(new RegExp(`a\\.ts\\(${line},\\d+\\): .*'${name}'`));
  }
  expect(complaints).not.toContain('AbortController');
}, 60_000);
