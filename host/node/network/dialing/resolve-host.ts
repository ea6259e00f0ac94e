import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { classifyFailure } from '../classify-failure.ts';
import { untilAborted } from '../deadline.ts';
import { NetworkFailure } from '../network-failure.ts';
import type { HostAddress } from './connection-race.ts';

/** Asks for a name's addresses of one family. Rejects as `dns.lookup` does where there are none. */
export type LookUp = (host: string, family: HostAddress['family']) => Promise<readonly string[]>;

/** What is known of a host's addresses of one family. */
export interface FamilyAnswer {
  readonly family: HostAddress['family'];
  readonly addresses: readonly string[];
  /** Why there are none. */
  readonly systemCode?: string;
}

export interface HostAnswers {
  /** Those that came in time; one of them at least has addresses. */
  readonly known: readonly FamilyAnswer[];
  /** The other family's answer where it takes longer. */
  readonly late?: Promise<FamilyAnswer>;
}

export interface ResolveParts {
  readonly lookUp: LookUp;
  /** How long one family's addresses wait for the other's answer. */
  readonly resolutionDelayMs: number;
}

const families = [4, 6] as const;
/** A hostile name server may send hundreds. */
const maximumDescribed = 10;

/**
 * A host's addresses, IPv4 and IPv6 asked for apart and at once, so that a name server that keeps silent about one costs nothing.
 * @throws NetworkFailure `dns-unknown`, or `offline` where there is no network. Its `systemCode` is `EAI_AGAIN` where a name server
 *   didn't answer, which leaves open whether the name exists, and `ENOTFOUND` where it is unknown.
 */
export async function resolveHost(host: string, parts: ResolveParts, signal: AbortSignal): Promise<HostAnswers> {
  signal.throwIfAborted();
  const family = isIP(host);
  if (family !== 0) return { known: [{ family: family as 4 | 6, addresses: [host] }] };
  // Never exists, and programs should know without asking (RFC 6761, 6.4); some name servers take long to say so.
  if (host === 'invalid' || host.endsWith('.invalid')) throw new NetworkFailure('dns-unknown', { systemCode: 'ENOTFOUND' });
  const pending = new Map(families.map((one) => [one, askFamily(host, one, parts.lookUp)]));
  const known: FamilyAnswer[] = [];
  while (pending.size > 0 && !known.some(hasAddresses)) {
    const answer = await untilAborted(Promise.race(pending.values()), signal);
    pending.delete(answer.family);
    known.push(answer);
  }
  if (!known.some(hasAddresses)) throw unknownHost(known);
  const [other] = pending.values();
  if (other === undefined) return { known };
  const inTime = await orNothingAfter(other, parts.resolutionDelayMs, signal);
  return inTime ? { known: [...known, inTime] } : { known, late: other };
}

/** For the assistance desk, such as `IPv4 192.0.2.1; IPv6 ENOTFOUND`. */
export function describeAnswers({ known, late }: HostAnswers): string {
  const described = known.toSorted((one, other) => one.family - other.family).map((one) => `IPv${one.family} ${describeAnswer(one)}`);
  return [...described, ...(late ? ['the other family not known yet'] : [])].join('; ');
}

/** `dns.lookup`, so that what the system knows counts too: its hosts file and its own ways of finding names. */
export function systemLookUp(ask: LookUp = askSystem): LookUp {
  let lastIpv6: Promise<unknown> = Promise.resolve();
  const askIpv6 = (host: string) => {
    // Node looks up two names at a time and can't give up. A name server that is silent about IPv6, as some are, must not hold both.
    const asked = lastIpv6.then(() => ask(host, 6));
    lastIpv6 = asked.catch(() => undefined);
    return asked;
  };
  return whileAsked((host, family) => (family === 6 ? askIpv6(host) : ask(host, family)));
}

const askSystem: LookUp = async (host, family) => {
  const found = await promisify(lookup)(host, { all: true, family, order: 'verbatim' });
  return found.map(({ address }) => address);
};

/** Who asks what is being asked waits for the same answer, so that questions nobody waits for any more don't pile up. */
function whileAsked(ask: LookUp): LookUp {
  const open = new Map<string, Promise<readonly string[]>>();
  return (host, family) => {
    const key = `${family} ${host}`;
    const asked = open.get(key) ?? ask(host, family).finally(() => open.delete(key));
    open.set(key, asked);
    return asked;
  };
}

async function askFamily(host: string, family: HostAddress['family'], lookUp: LookUp): Promise<FamilyAnswer> {
  try {
    return { family, addresses: await lookUp(host, family) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { family, addresses: [], systemCode: code };
  }
}

function hasAddresses({ addresses }: FamilyAnswer): boolean {
  return addresses.length > 0;
}

function unknownHost(known: readonly FamilyAnswer[]): unknown {
  const codes = known.map(({ systemCode = 'ENOTFOUND' }) => systemCode);
  const systemCode = codes.find((code) => code !== 'ENOTFOUND') ?? 'ENOTFOUND';
  const failure = Object.assign(new Error('No address'), { code: systemCode });
  return new NetworkFailure(classifyFailure(failure)?.reason ?? 'dns-unknown', { systemCode, detail: describeAnswers({ known }) });
}

async function orNothingAfter<T>(work: Promise<T>, delayMs: number, signal: AbortSignal): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, delayMs, undefined);
  });
  try {
    return await untilAborted(Promise.race([work, over]), signal);
  } finally {
    clearTimeout(timer);
  }
}

function describeAnswer({ addresses, systemCode }: FamilyAnswer): string {
  if (addresses.length === 0) return systemCode ?? 'none';
  const more = addresses.length - maximumDescribed;
  return [...addresses.slice(0, maximumDescribed), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
