import type { ConnectionAttempt, Message, ProbeCertificate, ProbeEncryption, ProbeRoute, ProxyRefusal } from 'boule-bleue';
import type { Question } from '../diagnosis/address-result.ts';
import type { Actor, Cause } from '../diagnosis/cause.ts';
import type { ConnectionMode, ConnectionType, ServerAddresses, ServerRole } from '../values/connection-values.ts';

/** Who had a test made. `watch`: the product itself, again. */
export const testTriggers = ['user', 'watch', 'command-line'] as const;
export type TestTrigger = (typeof testTriggers)[number];

/**
 * A finished test as it is kept, compared and reported: the members named here and no others. No secret, no user name and no text of
 * another plugin is among them; addresses are without credentials, query and fragment.
 */
export type TestRecord = {
  readonly id: string;
  /** When it ended, in milliseconds since 1970; when it came out the same several times in a row, the first time. */
  readonly at: number;
  readonly lastAt: number;
  /** How many times in a row it came out so. */
  readonly count: number;
  readonly trigger: TestTrigger;
  /** Of Impact emploi. */
  readonly productVersion: string;
  readonly values: RecordedValues;
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly RecordedAddress[];
};

export type RecordedValues = {
  readonly type: ConnectionType;
  readonly mode: ConnectionMode;
  readonly proxy: { readonly host: string; readonly port: number; readonly hasUser: boolean };
  readonly servers: ServerAddresses;
};

export type RecordedAddress = {
  readonly role: ServerRole;
  /** Empty where what was typed is no address. */
  readonly url: string;
  readonly ok: boolean;
  readonly cause: Cause | null;
  /** A text in an imported report. */
  readonly sentence: Message | string;
  readonly actor: Actor | null;
  readonly next: Message | string | null;
  readonly notes: readonly (Message | string)[];
  readonly ms: number;
  readonly stages: readonly RecordedStage[];
  readonly facts: RecordedFacts;
};

export type RecordedStage = {
  readonly name: string;
  readonly ok: boolean;
  readonly startMs: number;
  readonly ms: number;
  /** Empty for stages of other plugins. */
  readonly detail: string;
};

export type RecordedFacts = {
  readonly status: number | null;
  readonly systemCode: string;
  readonly route: RecordedRoute | null;
  readonly attempts: readonly RecordedAttempt[];
  readonly proxyRefusal: ProxyRefusal | null;
  readonly encryption: RecordedEncryption | null;
  readonly clock: { readonly serverMs: number; readonly localMs: number } | null;
  readonly findings: RecordedFindings | null;
  readonly questions: readonly RecordedQuestion[];
};

export type RecordedRoute = {
  readonly proxy: {
    readonly host: string;
    readonly port: number;
    readonly isEncrypted: boolean;
    readonly protocol: 'http' | 'socks5';
  } | null;
  readonly source: ProbeRoute['source'];
  readonly detail: string;
  readonly unreached: readonly string[];
};

export type RecordedAttempt = Pick<ConnectionAttempt, 'address' | 'family' | 'outcome' | 'startMs' | 'ms'> & {
  readonly systemCode: string;
};

export type RecordedEncryption = {
  readonly version: string;
  readonly cipher: string;
  readonly chain: readonly RecordedCertificate[];
  readonly trustedBy: 'bundled' | 'system' | 'extra' | 'added' | null;
  readonly unknownAuthority: UnknownAuthority | null;
};

export type UnknownAuthority = NonNullable<ProbeEncryption['unknownAuthority']>;

export type RecordedCertificate = Pick<ProbeCertificate, 'subject' | 'issuer' | 'validFrom' | 'validTo' | 'names' | 'fingerprint'>;

export type RecordedFindings = {
  readonly missingIssuer: { readonly address: string; readonly subject: string; readonly completesChain: boolean } | null;
  /** `none`: nothing that this program knows. */
  readonly oldestEncryption: string;
  readonly speaksOnlyHttp2: boolean;
  readonly speaksPlainHttp: boolean;
};

export type RecordedQuestion = Pick<Question, 'purpose' | 'url' | 'way' | 'cause' | 'startMs' | 'ms'>;
