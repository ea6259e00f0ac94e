import type { Socket } from 'node:net';
import type { ConnectionAttempt } from '../../../../core/services/network-probe-service.ts';
import { classifyFailure } from '../classify-failure.ts';
import { ConnectionRace, type HostAddress } from './connection-race.ts';
import { type OpenSocket, openSocket } from './open-socket.ts';
import { type FamilyAnswer, type HostAnswers, type LookUp, resolveHost, systemLookUp } from './resolve-host.ts';

export interface HostConnectorParts {
  readonly lookUp: LookUp;
  readonly openSocket: OpenSocket;
  readonly resolutionDelayMs: number;
  readonly attemptDelayMs: number;
}

export interface ConnectOptions {
  readonly port: number;
  /** Called with addresses that came late, before any is tried. @throws where none of them may be. */
  readonly admit: (addresses: readonly HostAddress[]) => void;
  /** Told once how all attempts went; `startMs` is the clock's of `performance.now()`. */
  readonly note: (attempts: readonly ConnectionAttempt[]) => void;
}

/** Finds a host's addresses and connects to the first that answers (Happy Eyeballs v2, RFC 8305). */
export class HostConnector {
  private readonly parts: HostConnectorParts;

  /** @param parts default: the system's names and sockets, and the delays that the RFC recommends. */
  constructor(parts: Partial<HostConnectorParts> = {}) {
    this.parts = { lookUp: systemLookUp(), openSocket, resolutionDelayMs: 50, attemptDelayMs: 250, ...parts };
  }

  /** @throws as {@link resolveHost} */
  resolve(host: string, signal: AbortSignal): Promise<HostAnswers> {
    return resolveHost(host, this.parts, signal);
  }

  /** @throws AggregateError of all attempts' failures, what `admit` throws, or the signal's reason. */
  async connect({ known, late }: HostAnswers, { port, admit, note }: ConnectOptions, signal: AbortSignal): Promise<Socket> {
    const race = new ConnectionRace<Socket>({
      connect: (address, ending) => this.parts.openSocket(address, port, ending),
      discard: (socket) => socket.destroy(),
      codeOf: (error) => classifyFailure(error)?.systemCode,
      attemptDelayMs: this.parts.attemptDelayMs,
      now: () => performance.now(),
      schedule,
    });
    const joinLate = (answer: FamilyAnswer) => {
      admit(addressesOf([answer]));
      race.add(addressesOf([answer]));
      race.complete();
    };
    race.add(addressesOf(known));
    if (late) late.then(joinLate).catch((error: unknown) => race.fail(error));
    else race.complete();
    try {
      return await race.run(signal);
    } finally {
      note(race.attempts);
    }
  }
}

export function addressesOf(answers: readonly FamilyAnswer[]): readonly HostAddress[] {
  return answers.flatMap(({ family, addresses }) => addresses.map((address) => ({ address, family })));
}

function schedule(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
