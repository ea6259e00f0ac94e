import type { ConnectionAttempt, ProbeCertificate, ProbeFindings, ProbeRoute, ProxyRefusal } from 'boule-bleue';
import type { AccessTestResult } from '../access-test/access-test.ts';
import { type AddressFacts, type AddressResult, type AddressStage, ownStages, type Question } from '../diagnosis/address-result.ts';
import { type ConnectionValues, serverRoles } from '../values/connection-values.ts';
import { cleanAddress, cleanText, onlyOfForm } from './clean-text.ts';
import { recordMessage } from './record-message.ts';
import { forms, limits } from './recorded-forms.ts';
import type {
  RecordedAddress,
  RecordedAttempt,
  RecordedCertificate,
  RecordedFacts,
  RecordedFindings,
  RecordedQuestion,
  RecordedStage,
  RecordedValues,
  TestRecord,
  TestTrigger,
  UnknownAuthority,
} from './test-record.ts';

/** What a test came to, told once it has ended. */
export interface FinishedTest {
  readonly trigger: TestTrigger;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** As tested. */
  readonly values: ConnectionValues;
  readonly result: AccessTestResult;
}

/**
 * The record of a test. It is an allow-list: each member is named and held to its form and size, so that what a probe, a server or another
 * plugin comes to say one day stays out until someone lets it in here.
 */
export function recordTest({ trigger, at, values, result }: FinishedTest, id: string, productVersion: string): TestRecord {
  return {
    id,
    at,
    lastAt: at,
    count: 1,
    trigger,
    productVersion: onlyOfForm(productVersion, forms.version),
    values: recordValues(values),
    ok: result.ok,
    ms: toWhole(result.ms),
    addresses: serverRoles.flatMap((role) => result.addresses.find((address) => address.role === role) ?? []).map(recordAddress),
  };
}

function recordValues({ type, mode, proxy, servers }: ConnectionValues): RecordedValues {
  const [authentication, update, netEntreprises] = serverRoles.map((role) => cleanAddress(servers[role])) as [string, string, string];
  return {
    type,
    mode,
    proxy: { host: onlyOfForm(proxy.host, forms.hostName), port: proxy.port, hasUser: proxy.user !== '' },
    servers: { authentication, update, netEntreprises },
  };
}

/** What may be told of an address. */
export function recordAddress({ role, url, ok, cause, sentence, actor, next, notes, ms, stages, facts }: AddressResult): RecordedAddress {
  return {
    role,
    url: cleanAddress(url),
    ok,
    cause,
    sentence: recordMessage(sentence),
    actor,
    next: next && recordMessage(next),
    notes: notes.slice(0, limits.notes).map(recordMessage),
    ms: toWhole(ms),
    stages: stages.slice(0, limits.stages).flatMap(recordStage),
    facts: recordFacts(facts),
  };
}

/** What other plugins say of their stages may name people and accounts: only that a plugin took part is kept, and how it went. */
function recordStage({ name, label, ok, startMs, ms, detail }: AddressStage): readonly RecordedStage[] {
  const isOwn = label === undefined && ownStages.includes(name);
  const [plugin = ''] = name.split('.');
  const kept = isOwn ? { name, detail: cleanText(detail, limits.text) } : { name: plugin, detail: '' };
  return forms.stageName.test(kept.name) ? [{ ...kept, ok, startMs: toWhole(startMs), ms: toWhole(ms) }] : [];
}

function recordFacts(facts: AddressFacts): RecordedFacts {
  const { status, systemCode = '', route, attempts = [], proxyRefusal, encryption, clock, findings, questions } = facts;
  return {
    status: status === undefined ? null : toWhole(status),
    systemCode: onlyOfForm(systemCode, forms.systemCode),
    route: route ? recordRoute(route) : null,
    attempts: attempts.slice(0, limits.attempts).map(recordAttempt),
    proxyRefusal: proxyRefusal ? recordRefusal(proxyRefusal) : null,
    encryption: encryption
      ? {
          version: onlyOfForm(encryption.version ?? '', forms.tlsVersion),
          cipher: onlyOfForm(encryption.cipher ?? '', forms.cipher),
          chain: encryption.chain.slice(0, limits.certificates).map(recordCertificate),
          trustedBy: encryption.trustedBy ?? null,
          unknownAuthority: encryption.unknownAuthority ? recordAuthority(encryption.unknownAuthority) : null,
        }
      : null,
    clock: clock ? { serverMs: toWhole(clock.serverMs), localMs: toWhole(clock.localMs) } : null,
    findings: findings ? recordFindings(findings) : null,
    questions: questions.slice(0, limits.questions).map(recordQuestion),
  };
}

function recordRoute({ proxy, source, detail, unreached = [] }: ProbeRoute): RecordedFacts['route'] {
  const { host = '', port = 0, isEncrypted = false, protocol = 'http' } = proxy ?? {};
  return {
    proxy: proxy ? { host: onlyOfForm(host, forms.hostName), port, isEncrypted, protocol } : null,
    source,
    detail: onlyOfForm(detail, forms.variable) || cleanAddress(detail),
    unreached: unreached.filter((one) => forms.hostName.test(one)).slice(0, limits.proxies),
  };
}

function recordAttempt({ address, family, outcome, startMs, ms, systemCode = '' }: ConnectionAttempt): RecordedAttempt {
  const code = onlyOfForm(systemCode, forms.systemCode);
  return { address: onlyOfForm(address, forms.ipAddress), family, outcome, startMs: toWhole(startMs), ms: toWhole(ms), systemCode: code };
}

function recordRefusal({ status, schemes, hadCredentials }: ProxyRefusal): ProxyRefusal {
  const known = schemes.filter((scheme) => forms.scheme.test(scheme)).slice(0, limits.schemes);
  return { status: toWhole(status), schemes: known, hadCredentials };
}

/** Only the server's own certificate is held against its name. */
function recordCertificate(certificate: ProbeCertificate, position: number): RecordedCertificate {
  const { subject, issuer, validFrom, validTo, names, fingerprint } = certificate;
  return {
    subject: cleanText(subject, limits.text),
    issuer: cleanText(issuer, limits.text),
    validFrom: onlyOfForm(validFrom, forms.instant),
    validTo: onlyOfForm(validTo, forms.instant),
    names: position === 0 ? names.filter((name) => forms.hostName.test(name)).slice(0, limits.names) : [],
    fingerprint: onlyOfForm(fingerprint, forms.fingerprint),
  };
}

function recordAuthority({ name, isSent, systemStore }: UnknownAuthority): UnknownAuthority {
  return { name: cleanText(name, limits.text), isSent, systemStore };
}

function recordFindings({ missingIssuer, oldestEncryption = '', speaksOnlyHttp2, speaksPlainHttp }: ProbeFindings): RecordedFindings {
  return {
    missingIssuer: missingIssuer
      ? {
          address: cleanAddress(missingIssuer.address),
          subject: cleanText(missingIssuer.certificate?.subject ?? '', limits.text),
          completesChain: missingIssuer.completesChain,
        }
      : null,
    oldestEncryption: oldestEncryption === null ? 'none' : onlyOfForm(oldestEncryption, forms.tlsVersion),
    speaksOnlyHttp2: speaksOnlyHttp2 ?? false,
    speaksPlainHttp: speaksPlainHttp ?? false,
  };
}

function recordQuestion({ purpose, url, way, cause, startMs, ms }: Question): RecordedQuestion {
  return { purpose, url: cleanAddress(url), way, cause, startMs: toWhole(startMs), ms: toWhole(ms) };
}

function toWhole(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}
