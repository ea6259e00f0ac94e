import {
  type CommandService,
  type Disposable,
  type LogService,
  type NetworkProbeService,
  type NotificationService,
  ShellError,
  toDisposable,
} from 'boule-bleue';
import { AccessTest } from '../access-test/access-test.ts';
import { type AccessTestAnswer, answerTest } from '../access-test/access-test-answer.ts';
import type { AccessTests } from '../access-test/access-tests.ts';
import type { Sight } from '../access-test/look-at-server.ts';
import type { ConnectionGate } from '../connection-gate.ts';
import type { StatusKeeper } from '../connection-status.ts';
import type { FinishedTest } from '../records/record-test.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import { systemClock } from './clock.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { GateWatch } from './gate-watch.ts';
import { testQuietly } from './test-quietly.ts';
import { ServerWait, type WaitArguments } from './wait-for-servers.ts';

export interface WatchRoomServices {
  readonly prober: NetworkProbeService;
  readonly notifications: NotificationService;
  readonly log: LogService;
  readonly look: (signal: AbortSignal) => Promise<Sight>;
  readonly store: ConnectionStore;
  readonly status: StatusKeeper;
  readonly gate: ConnectionGate;
  readonly tests: AccessTests;
  readonly authenticate: () => Promise<unknown>;
  /** Told of the tests that end a wait, and of those after the server has come back. */
  readonly onDidFinish: (finished: FinishedTest) => void;
}

/** All that looks for servers by itself. */
export class WatchRoom {
  readonly watch: ConnectionWatch;
  private readonly gateWatch: GateWatch;
  private readonly wait: ServerWait;

  constructor(private readonly services: WatchRoomServices) {
    const { prober, notifications, log, look, store, status, gate, tests, authenticate, onDidFinish } = services;
    const onDidChangeNetwork = (listener: () => void) => this.followNetwork(listener);
    // One of its own: what a test remembers is about what the panel shows.
    const quiet = { test: new AccessTest(prober, Date.now), store, clock: systemClock };
    const testAccess = async (signal: AbortSignal) => onDidFinish(await testQuietly(quiet, signal));
    this.watch = new ConnectionWatch({ status, gate, tests, look, authenticate, testAccess, onDidChangeNetwork, clock: systemClock, log });
    this.gateWatch = new GateWatch({ status, gate, clock: systemClock, log });
    this.wait = new ServerWait({ ...quiet, gate, notifications, onDidChangeNetwork, onDidFinish });
  }

  start(): void {
    this.watch.start();
    this.gateWatch.start();
  }

  stop(): void {
    this.watch.stop();
    this.gateWatch.stop();
  }

  register(commands: CommandService): void {
    commands.register('connection.watch', (args: WaitArguments, { signal }) => this.waitForServers(args, signal));
  }

  private async waitForServers(args: WaitArguments, signal: AbortSignal): Promise<AccessTestAnswer> {
    const answer = answerTest(await this.wait.run(args, signal));
    if (answer.ok) this.watch.lookNow();
    return answer;
  }

  /** Without the permission to probe the rest of the plugin goes on. */
  private followNetwork(listener: () => void): Disposable {
    const { prober, log } = this.services;
    try {
      return prober.onDidChangeNetwork(listener);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      log.info('Changes of the network are not followed', { code: error.code });
      return toDisposable(() => {});
    }
  }
}
