import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTimeout } from '../../../core/async.ts';
import { ShellError } from '../../../core/errors.ts';
import type { PluginProcess } from '../../../core/plugins/plugin-runtime.ts';
import { makeFolder } from '../data-folder/make-folder.ts';

export interface ProfileRecorderOptions {
  /** Where profiles are kept. */
  readonly folder: string;
  /** How many are kept: older ones go. Default 20. */
  readonly keptFiles?: number;
  /** What a recording may take beyond its duration. Default 10 000. */
  readonly graceMs?: number;
}

export interface RecordedProfile {
  readonly fileName: string;
  /** Where it is kept. */
  readonly path: string;
  /** JSON that browsers' developer tools and VS Code read. */
  readonly text: string;
}

const extension = '.cpuprofile';
/** Many times what a recording of ten seconds takes: the process is not trusted with the host's memory. */
const maximumLength = 16 * 1024 * 1024;

/** Records what plugins' processes spend their time on, one recording at a time for each. */
export class ProfileRecorder {
  private readonly recordings = new Map<string, Promise<RecordedProfile>>();

  constructor(private readonly options: ProfileRecorderOptions) {}

  isRecording(plugin: string): boolean {
    return this.recordings.has(plugin);
  }

  /** Whoever asks meanwhile shares the recording. @throws ShellError `plugin.unresponsive`, `plugin.process-ended`, `plugin.fault`. */
  record(plugin: string, process: PluginProcess, durationMs: number): Promise<RecordedProfile> {
    const recording =
      this.recordings.get(plugin) ?? this.recordAndKeep(plugin, process, durationMs).finally(() => this.recordings.delete(plugin));
    this.recordings.set(plugin, recording);
    return recording;
  }

  private async recordAndKeep(plugin: string, process: PluginProcess, durationMs: number): Promise<RecordedProfile> {
    const late = () => new ShellError('plugin.unresponsive', { plugin });
    const text = await withTimeout(process.profile(durationMs), durationMs + (this.options.graceMs ?? 10_000), late);
    if (text.length > maximumLength) throw new ShellError('plugin.fault', { plugin, activity: 'profile' });
    const stamp = new Date().toISOString().replaceAll(':', '-');
    const fileName = `${plugin.replaceAll(/[^\w.-]/g, '_')}-${stamp}${extension}`;
    const path = join(this.options.folder, fileName);
    makeFolder(this.options.folder);
    await this.removeOldest();
    await writeFile(path, text, { mode: 0o600 });
    return { fileName, path, text };
  }

  private async removeOldest(): Promise<void> {
    const { folder, keptFiles = 20 } = this.options;
    const files = (await readdir(folder)).filter((name) => name.endsWith(extension));
    const byAge = files.sort((one, other) => stampOf(one).localeCompare(stampOf(other)));
    const surplus = byAge.slice(0, Math.max(0, byAge.length + 1 - keptFiles));
    await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })));
  }
}

function stampOf(fileName: string): string {
  return /\d{4}-\d\d-\d\dT.*$/.exec(fileName)?.[0] ?? '';
}
