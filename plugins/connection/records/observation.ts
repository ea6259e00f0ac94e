import type { Message } from 'boule-bleue';
import type { RecordedAddress, TestRecord } from './test-record.ts';

/** What a test saw of an address, as far as it tells one test from another. Empty where it isn't known. */
export interface Observation {
  readonly proxy: string | Message;
  readonly source: string | Message;
  /** Addresses that the name server gave. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** In milliseconds since 1970; empty where there is none. */
  readonly validTo: number | '';
  readonly fingerprint: string;
  readonly encryption: string;
  readonly status: string;
}

const ipAddress = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.])/gi;

export function observe(test: TestRecord, { facts, stages }: RecordedAddress): Observation {
  const [certificate] = facts.encryption?.chain ?? [];
  const validTo = Date.parse(certificate?.validTo ?? '');
  const resolved = stages.find(({ name, ok }) => name === 'name' && ok)?.detail ?? '';
  return {
    proxy: describeProxy(test, facts.route),
    source: facts.route ? describeSource(facts.route) : '',
    names: [...new Set(resolved.match(ipAddress) ?? [])].toSorted(),
    issuer: certificate?.issuer ?? '',
    validTo: Number.isNaN(validTo) ? '' : validTo,
    fingerprint: certificate?.fingerprint ?? '',
    encryption: facts.encryption?.version ?? '',
    status: facts.status === null ? '' : String(facts.status),
  };
}

/** A test of a time when the way wasn't noted knows it from the settings, unless they leave it to the system. */
function describeProxy({ values }: TestRecord, route: RecordedAddress['facts']['route']): string | Message {
  if (route) return route.proxy ? `${route.proxy.host}:${route.proxy.port}` : { key: 'change.no-proxy' };
  if (values.type === 'system') return '';
  return values.type === 'proxy' ? `${values.proxy.host}:${values.proxy.port}` : { key: 'change.no-proxy' };
}

function describeSource({ source, detail }: NonNullable<RecordedAddress['facts']['route']>): Message {
  return {
    key: detail ? 'way-source.detailed' : `way-source.${source}`,
    ...(detail && { args: { source: { key: `way-source.${source}` }, detail } }),
  };
}
