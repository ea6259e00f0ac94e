import { ShellError } from '../../../core/errors.ts';
import type { Language } from '../../../core/message.ts';
import { connectToHost } from '../control/control-client.ts';
import type { HostControl } from '../control/host-control.ts';
import { DataFolderInUse, findRunningHost } from '../data-folder/data-folder.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import { Host } from '../host.ts';

const announcementTimeoutMs = 5_000;
const announcementPollMs = 50;

export interface ReachHostOptions {
  readonly dataFolder: string;
  readonly productFolder: string;
  readonly language: Language;
  /** Cancels what is asked. */
  readonly signal: AbortSignal;
}

/** Does some work with the host of a data folder: the one that runs, else one opened for the call. */
export async function withHost<T>(options: ReachHostOptions, work: (control: HostControl) => Promise<T>): Promise<T> {
  const { dataFolder, productFolder, language, signal } = options;
  try {
    await using host = await Host.open({ dataFolder, productFolder, language });
    return await work(await host.control(signal));
  } catch (error) {
    if (error instanceof DataFolderInUse) return withRunningHost(error, options, work);
    throw error;
  }
}

/** @throws ShellError `control.unreachable`. */
export async function withRunningHost<T>(
  inUse: DataFolderInUse,
  { dataFolder, signal }: Pick<ReachHostOptions, 'dataFolder' | 'signal'>,
  work: (control: HostControl) => Promise<T>,
): Promise<T> {
  const running = inUse.host ?? (await waitForAnnouncement(dataFolder, signal));
  using client = await connectToHost(running, dataFolder);
  const cancel = () => client[Symbol.dispose]();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(client.control);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A host that has just been started holds its folder before it can be reached. */
async function waitForAnnouncement(dataFolder: string, signal: AbortSignal): Promise<RunningHost> {
  const lateAt = performance.now() + announcementTimeoutMs;
  while (performance.now() < lateAt && !signal.aborted) {
    const running = findRunningHost(dataFolder);
    if (running) return running;
    await new Promise((resolve) => setTimeout(resolve, announcementPollMs));
  }
  throw new ShellError('control.unreachable', { directory: dataFolder });
}
