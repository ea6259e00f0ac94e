import { setTimeout as delay } from 'node:timers/promises';
import { ShellError } from '../../../core/errors.ts';
import { type ControlClient, connectToHost } from '../control/control-client.ts';
import type { HostControl } from '../control/host-control.ts';
import { DataFolderInUse } from '../data-folder/data-folder.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import { Host } from '../host.ts';
import { ConnectionClosed } from '../server/socket-transport.ts';

/** What holds a folder may be a call of the command line, which can't be reached but ends by itself: the longest takes some 20 s. */
const patienceMs = 30_000;
const retryMs = 100;

export interface ReachOptions {
  readonly dataFolder: string;
  /** Opens a host on the folder. */
  readonly open: () => Promise<Host>;
  /** Cancels the waiting, and what is asked of a running host. */
  readonly signal: AbortSignal;
  /** Default 30 000. */
  readonly patienceMs?: number;
  /** Told of the host that runs already. */
  readonly onRunning?: (host: RunningHost) => void;
}

/** Either a host of our own, or a connection to the one that runs on the folder. */
export type Reached = { readonly kind: 'opened'; readonly host: Host } | { readonly kind: 'running'; readonly client: ControlClient };

/**
 * Opens a host on a folder or, where another process holds it, reaches that one; waits for the one or the other.
 * @throws ShellError `control.unreachable` when neither is possible in time.
 */
export async function openOrReach({
  dataFolder,
  open,
  signal,
  onRunning,
  patienceMs: patience = patienceMs,
}: ReachOptions): Promise<Reached> {
  const lateAt = performance.now() + patience;
  for (;;) {
    const reached = await tryOnce(dataFolder, open, onRunning);
    if (!(reached instanceof ShellError)) return reached;
    if (signal.aborted || performance.now() > lateAt) throw reached;
    await delay(retryMs);
  }
}

async function tryOnce(dataFolder: string, open: () => Promise<Host>, onRunning: ReachOptions['onRunning']): Promise<Reached | ShellError> {
  try {
    return { kind: 'opened', host: await open() };
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    const { host } = error;
    if (!host) return new ShellError('control.unreachable', { directory: dataFolder }, { cause: error });
    return connectToHost(host, dataFolder).then(
      (client): Reached => {
        onRunning?.(host);
        return { kind: 'running', client };
      },
      (failure) => failure,
    );
  }
}

/** Does some work with the host of a folder: the one that runs, else one opened for the call. */
export async function withHost<T>(options: ReachOptions, work: (control: HostControl) => Promise<T>): Promise<T> {
  const reached = await openOrReach(options);
  if (reached.kind === 'running') return withRunning(reached.client, options, work);
  await using host = reached.host;
  return await work(await host.control(options.signal));
}

/** @throws ShellError `control.unreachable` when the host ends before it answered; an `AbortError` when we left. */
async function withRunning<T>(
  client: ControlClient,
  { signal, dataFolder }: ReachOptions,
  work: (control: HostControl) => Promise<T>,
): Promise<T> {
  try {
    return await withClient(client, signal, work);
  } catch (error) {
    if (!(error instanceof ConnectionClosed)) throw error;
    signal.throwIfAborted();
    throw new ShellError('control.unreachable', { directory: dataFolder }, { cause: error });
  }
}

/** A host that goes on without us must not go on with what we asked for. */
export async function withClient<T>(client: ControlClient, signal: AbortSignal, work: (control: HostControl) => Promise<T>): Promise<T> {
  using connection = client;
  const cancel = () => connection[Symbol.dispose]();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(connection.control);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
