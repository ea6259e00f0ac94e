import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

const entry = join(import.meta.dirname, '../../../dist/host/main.js');

export interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the product's command line to its end. */
export function runCommandLine(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const options = { env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file', ...env }, timeout: 180_000 };
  execFile(process.execPath, [entry, ...args], options, (failure, stdout, stderr) =>
    resolve({ exitCode: failure ? Number(failure.code) : 0, stdout, stderr }),
  );
  return promise;
}

/** An author's folder, removed at the end. */
export class PluginFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(
    private readonly root: string,
    name: string,
  ) {
    this.path = join(root, name);
  }

  /** As `plugins new` makes it. */
  static async create(name = 'memo'): Promise<PluginFolder> {
    const folder = new PluginFolder(await mkdtemp(join(tmpdir(), 'author-')), name);
    expect(await runCommandLine(['plugins', 'new', name, '--dir', folder.path])).toMatchObject({ exitCode: 0 });
    return folder;
  }

  read(file: string): Promise<string> {
    return readFile(join(this.path, file), 'utf8');
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.path, file), text);
  }

  /** Replaces a piece of a file, which has to be there. */
  async edit(file: string, before: string, after: string): Promise<void> {
    const text = await this.read(file);
    expect(text).toContain(before);
    await this.write(file, text.replace(before, after));
  }

  async editJson(file: string, change: (json: Record<string, unknown>) => unknown): Promise<void> {
    const json = JSON.parse(await this.read(file));
    await this.write(file, JSON.stringify(change(json) ?? json, null, 2));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
