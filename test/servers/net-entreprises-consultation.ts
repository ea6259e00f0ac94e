import { gzipSync } from 'node:zlib';
import type { RecordedRequest } from './http-origin.ts';
import type { Answer } from './server-faults.ts';

/** A declaration that was deposited, as `lister-depots` tells it. */
export interface Deposit {
  readonly siret: string;
  readonly nom: string;
  readonly prenom: string;
  readonly idflux: string;
  /** `AAAAMMJJHHMMSS`. */
  readonly date: string;
  readonly statut: string;
}

/** An answer to a deposit, as `lister-retours-declarant` and `lister-retours-flux` tell it. */
export interface Return {
  readonly idflux: string;
  /** `AAAAMMJJHHMMSS`: what ranges are compared with. */
  readonly publication: string;
  readonly production: string;
  readonly nature: string;
  readonly statut: 'OK' | 'ANO' | 'KO' | 'EN COURS';
  readonly url: string;
}

/** What searches find, and how the service writes it. Its members may be changed while the server runs. */
export interface ConsultationData {
  deposits: readonly Deposit[];
  returns: readonly Return[];
  /** `capitalised`: names of members begin with a capital. `rootless`: what is found stands without the member around it. Default as documented. */
  shape?: 'capitalised' | 'rootless';
  /** The widest range of a search of returns, in minutes, as `Accept-Ranges` tells. Default 60. */
  rangeMinutes?: number;
}

const minuteMs = 60_000;
const depositsRangeMs = 24 * 60 * minuteMs;
/** How long the service wants not to be asked the same again. */
export const searchPauseMs = 2 * minuteMs;
const pathPattern = /^\/(lister-depots|lister-retours-declarant|lister-retours-flux)\/2\.0\/([^/]+)(?:\/([^/]+))?$/;

export function isConsultation(path: string): boolean {
  return pathPattern.test(path);
}

/** Answers a search whose token was found good. Too wide a range is 429, a bad date 422, nothing found 404. */
export function consult(request: RecordedRequest, data: ConsultationData, nowMs: number): Answer {
  if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET' } };
  const [, service = '', first = '', last] = pathPattern.exec(request.path) ?? [];
  if (service === 'lister-retours-flux') {
    return sendFound(request, listReturns(data.returns.filter(({ idflux }) => idflux === first)), data, nowMs);
  }
  const isDeposits = service === 'lister-depots';
  const start = readTime(first);
  const end = last === undefined ? nowMs : readTime(last);
  if (Number.isNaN(start) || Number.isNaN(end) || end < start) return { status: 422 };
  const widestMs = isDeposits ? depositsRangeMs : rangeMinutes(data) * minuteMs;
  if (end - start > widestMs) return { status: 429, headers: { 'accept-ranges': acceptedRanges(data) } };
  const isWithin = (time: string) => readTime(time) >= start && readTime(time) <= end;
  const found = isDeposits
    ? listDeposits(data.deposits.filter(({ date }) => isWithin(date)))
    : listReturns(data.returns.filter(({ publication }) => isWithin(publication)));
  return sendFound(request, found, data, nowMs);
}

function rangeMinutes(data: ConsultationData): number {
  return data.rangeMinutes ?? 60;
}

function acceptedRanges(data: ConsultationData): string {
  return `minutes=0-${rangeMinutes(data)}`;
}

/** A moment as addresses hold it: `AAAAMMJJHHMMSS`. */
export function writeTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** `NaN` for anything but a moment of the calendar. The zone is not documented; this server's is UTC. */
function readTime(text: string): number {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = Date.parse(iso);
  return iso !== text && !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : Number.NaN;
}

function listDeposits(deposits: readonly Deposit[]) {
  const [first] = deposits;
  if (!first) return null;
  const { siret, nom, prenom } = first;
  const depot = deposits.map(({ idflux, date, statut }) => ({ idflux, date, statut }));
  return { depots: { declarant: { siret, nom, prenom, depot: oneOrMany(depot) } } };
}

function listReturns(returns: readonly Return[]) {
  if (returns.length === 0) return null;
  const flux = Map.groupBy(returns, ({ idflux }) => idflux).entries();
  const list = [...flux].map(([id, items]) => ({ id, retour: oneOrMany(items.map(({ idflux: _id, ...item }) => item)) }));
  return { retours: { flux: oneOrMany(list) } };
}

/** The service writes a list of one as the item itself. */
function oneOrMany<T>(items: readonly T[]): T | readonly T[] {
  return items.length === 1 ? (items[0] as T) : items;
}

function sendFound(request: RecordedRequest, found: object | null, data: ConsultationData, nowMs: number): Answer {
  const headers = { expires: new Date(nowMs + searchPauseMs).toUTCString(), 'accept-ranges': acceptedRanges(data) };
  if (!found) return { status: 404, headers };
  const isCompressed = request.headers['accept-encoding'] !== undefined;
  const body = JSON.stringify(shaped(found, data.shape));
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json', ...(isCompressed && { 'content-encoding': 'gzip' }) },
    body: isCompressed ? gzipSync(body) : body,
  };
}

/** What programs have met beside the documented form. */
function shaped(found: object, shape: ConsultationData['shape']): unknown {
  if (shape === 'rootless') return Object.values(found)[0];
  return shape === 'capitalised' ? capitalise(found) : found;
}

function capitalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalise);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), capitalise(member)]),
  );
}
