import type { Message } from 'boule-bleue';
import * as v from 'valibot';
import type { Cause } from '../diagnosis/cause.ts';
import { isCause } from '../diagnosis/remedy.ts';
import { connectionModes, connectionTypes, serverRoles } from '../values/connection-values.ts';
import { forms, limits } from './recorded-forms.ts';
import { type TestRecord, testTriggers } from './test-record.ts';

const ofForm = (form: RegExp) => v.pipe(v.string(), v.regex(form));
const ofFormOrEmpty = (form: RegExp) => v.union([v.literal(''), ofForm(form)]);
export const shortText = (maximum: number = limits.text) => v.pipe(v.string(), v.maxLength(maximum));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const address = shortText(limits.address);
const list = <Item extends v.GenericSchema>(item: Item, maximum: number) => v.pipe(v.array(item), v.maxLength(maximum));
const instant = v.pipe(whole, v.maxValue(8.64e15));
const port = v.pipe(whole, v.maxValue(65_535));
const status = v.pipe(whole, v.maxValue(999));
const cause = v.custom<Cause>((word) => typeof word === 'string' && isCause(word));

export const message: v.GenericSchema<unknown, Message> = v.strictObject({
  key: ofForm(forms.messageKey),
  args: v.exactOptional(v.record(ofForm(/^[A-Za-z]\w{0,39}$/), v.union([shortText(), v.number(), v.lazy(() => message)]))),
});

const stage = v.strictObject({ name: ofForm(forms.stageName), ok: v.boolean(), startMs: whole, ms: whole, detail: shortText() });

const certificate = v.strictObject({
  subject: shortText(),
  issuer: shortText(),
  validFrom: ofFormOrEmpty(forms.instant),
  validTo: ofFormOrEmpty(forms.instant),
  names: list(ofForm(forms.hostName), limits.names),
  fingerprint: ofFormOrEmpty(forms.fingerprint),
});

const route = v.strictObject({
  proxy: v.nullable(
    v.strictObject({ host: ofFormOrEmpty(forms.hostName), port, isEncrypted: v.boolean(), protocol: v.picklist(['http', 'socks5']) }),
  ),
  source: v.picklist(['settings', 'loopback', 'environment', 'system', 'pac', 'wpad', 'unreadable']),
  detail: address,
  unreached: list(ofForm(forms.hostName), limits.proxies),
});

const attempt = v.strictObject({
  address: ofFormOrEmpty(forms.ipAddress),
  family: v.picklist([4, 6]),
  outcome: v.picklist(['connected', 'failed', 'unneeded']),
  startMs: whole,
  ms: whole,
  systemCode: ofFormOrEmpty(forms.systemCode),
});

const encryption = v.strictObject({
  version: ofFormOrEmpty(forms.tlsVersion),
  cipher: ofFormOrEmpty(forms.cipher),
  chain: list(certificate, limits.certificates),
  trustedBy: v.nullable(v.picklist(['bundled', 'system', 'extra', 'added'])),
  unknownAuthority: v.nullable(
    v.strictObject({ name: shortText(), isSent: v.boolean(), systemStore: v.picklist(['absent', 'other-key', 'unreadable']) }),
  ),
});

const findings = v.strictObject({
  missingIssuer: v.nullable(v.strictObject({ address, subject: shortText(), completesChain: v.boolean() })),
  oldestEncryption: v.union([v.literal('none'), ofFormOrEmpty(forms.tlsVersion)]),
  speaksOnlyHttp2: v.boolean(),
  speaksPlainHttp: v.boolean(),
});

const question = v.strictObject({
  purpose: v.picklist(['other-way', 'portal']),
  url: address,
  way: v.picklist(connectionTypes),
  cause: v.nullable(cause),
  startMs: whole,
  ms: whole,
});

const facts = v.strictObject({
  status: v.nullable(status),
  systemCode: ofFormOrEmpty(forms.systemCode),
  route: v.nullable(route),
  attempts: list(attempt, limits.attempts),
  proxyRefusal: v.nullable(v.strictObject({ status, schemes: list(ofForm(forms.scheme), limits.schemes), hadCredentials: v.boolean() })),
  encryption: v.nullable(encryption),
  clock: v.nullable(v.strictObject({ serverMs: instant, localMs: instant })),
  findings: v.nullable(findings),
  questions: list(question, limits.questions),
});

/** Members of a record, whose sentences are messages where it is kept and texts where it was sent. */
export function recordEntries<Sentence extends v.GenericSchema<unknown, Message | string>>(sentence: Sentence) {
  const recordedAddress = v.strictObject({
    role: v.picklist(serverRoles),
    url: address,
    ok: v.boolean(),
    cause: v.nullable(cause),
    sentence,
    actor: v.nullable(v.picklist(['user', 'network-administrator', 'impact-emploi', 'net-entreprises'])),
    next: v.nullable(sentence),
    notes: list(sentence, limits.notes),
    ms: whole,
    stages: list(stage, limits.stages),
    facts,
  });
  return {
    id: ofForm(/^[A-Za-z0-9-]{1,64}$/),
    at: instant,
    lastAt: instant,
    count: v.pipe(whole, v.minValue(1)),
    trigger: v.picklist(testTriggers),
    productVersion: ofFormOrEmpty(forms.version),
    values: v.strictObject({
      type: v.picklist(connectionTypes),
      mode: v.picklist(connectionModes),
      proxy: v.strictObject({ host: ofFormOrEmpty(forms.hostName), port, hasUser: v.boolean() }),
      servers: v.strictObject({ authentication: address, update: address, netEntreprises: address }),
    }),
    ok: v.boolean(),
    ms: whole,
    addresses: v.pipe(
      list(recordedAddress, serverRoles.length),
      v.check((all) => new Set(all.map(({ role }) => role)).size === all.length, 'names an address twice'),
    ),
  };
}

export const testRecordSchema: v.GenericSchema<unknown, TestRecord> = v.strictObject(recordEntries(message));
