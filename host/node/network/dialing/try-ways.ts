import type { ConnectionAttempt, ProbeRoute } from '../../../../core/services/network-probe-service.ts';
import { classifyFailure } from '../classify-failure.ts';
import { within } from '../deadline.ts';
import type { ResolvedRoute } from '../routes/route.ts';
import type { DialRequest } from './dialer.ts';

/** For a way that isn't the last: who takes longer to accept a connection would keep the others from being tried at all. */
const wayMs = 3_000;

type Reach<T> = (way: ResolvedRoute, request: DialRequest) => Promise<T>;

interface LostWay {
  readonly way: ResolvedRoute;
  readonly error: unknown;
  /** Shows its stages again. */
  readonly restore: (() => void) | undefined;
}

/**
 * Reaches for the first end of a way, the proxy or the server, in the order in which the system names the ways. One that was reached is taken,
 * whatever it answers. Observed are the stages of the way that is taken, and every attempt. Where none is reached in the time that there is,
 * the failure of the first proxy is told: a network that names one means it to be used, so that is what has to be mended.
 * @throws what `reach` throws for the way that is told.
 */
export async function tryWays<T>(first: ResolvedRoute, request: DialRequest, reach: Reach<T>): Promise<T> {
  const { signal, note } = request;
  const lost: LostWay[] = [];
  const attempts = new AttemptLog(note);
  const forget = request.checkpoint?.();
  for (let way: ResolvedRoute | undefined = first; way !== undefined; way = way.next) {
    note?.({ route: toProbeRoute(way, lost) });
    try {
      const observed = { ...request, note: attempts.nextWay() };
      return await within(way.next && wayMs, signal, (bounded) => reach(way, { ...observed, signal: bounded }));
    } catch (error) {
      if (way.next === undefined && lost.length === 0) throw error;
      if (classifyFailure(error) === undefined) throw error;
      lost.push({ way, error, restore: request.checkpoint?.() });
      if (signal.aborted) break;
      forget?.();
    }
  }
  const told = lost.find(({ way }) => way.proxy !== undefined) ?? lost[0]!;
  told.restore?.();
  note?.({ route: toProbeRoute(told.way, lost.slice(0, lost.indexOf(told))) });
  throw told.error;
}

/** Each way tells of its own attempts; what is noted are those of all. */
class AttemptLog {
  private known: readonly ConnectionAttempt[] = [];

  constructor(private readonly note: DialRequest['note']) {}

  nextWay(): DialRequest['note'] {
    const earlier = this.known;
    return ({ attempts, ...evidence }) => {
      if (attempts) this.known = [...earlier, ...attempts];
      this.note?.({ ...evidence, ...(attempts && { attempts: this.known }) });
    };
  }
}

function toProbeRoute({ proxy, source, detail }: ResolvedRoute, lost: readonly LostWay[]): ProbeRoute {
  const unreached = lost.flatMap(({ way }) => (way.proxy ? `${way.proxy.host}:${way.proxy.port}` : []));
  return { proxy: proxy ? describeProxy(proxy) : null, source, detail, ...(unreached.length > 0 && { unreached }) };
}

function describeProxy({ host, port, secure, protocol }: NonNullable<ResolvedRoute['proxy']>): NonNullable<ProbeRoute['proxy']> {
  return { host, port, isEncrypted: secure, ...(protocol && { protocol }) };
}
