import type { Message, ProbeReport, ProbeStage, ProbeStageName, Serialisable } from 'boule-bleue';
import type { ConnectionArguments } from '../values/connection-arguments.ts';
import type { ConnectionType, ServerRole } from '../values/connection-values.ts';
import type { Actor, Cause } from './cause.ts';

/** What « Tester l'accès aux serveurs » says about one address; a member of the JSON that scripts read. */
export type AddressResult = {
  readonly role: ServerRole;
  readonly url: string;
  readonly ok: boolean;
  /** `null` when ok, as are `actor`, `next` and `action`. */
  readonly cause: Cause | null;
  readonly sentence: Message;
  readonly actor: Actor | null;
  readonly next: Message | null;
  /** The next step as a button, where the product can do it. */
  readonly action: RemedyAction | null;
  /** What doesn't keep the server from being reached but is worth knowing, such as a broken IPv6. */
  readonly notes: readonly Message[];
  readonly ms: number;
  /** Up to the first that failed; those that plugins add by the hook `connection.check` come last. */
  readonly stages: readonly AddressStage[];
  readonly facts: AddressFacts;
};

export type AddressStage = Pick<ProbeStage, 'ok' | 'startMs' | 'ms' | 'detail'> & {
  /** One of the probe's stages, or what a plugin calls its own. */
  readonly name: string;
  /** Of a plugin's stage, in words. */
  readonly label?: Message;
  readonly sentence?: Message;
};

/** The test's own stages, in their order; others are of plugins. */
export const ownStages: readonly string[] = [
  ...(['address', 'route', 'name', 'connect', 'proxy', 'tls', 'http'] satisfies ProbeStageName[]),
  'authentication',
];

export type RemedyAction = {
  readonly title: Message;
} & (
  | /** Puts other values into the panel's fields and tests them; saving stays the user's. */ {
      readonly kind: 'change';
      readonly changes: Omit<ConnectionArguments, 'proxy' | 'credentials'> & {
        readonly proxy?: { readonly host?: string; readonly port?: number };
      };
    }
  | { readonly kind: 'run'; readonly command: string; readonly args?: Serialisable }
);

/** The evidence behind a result, for those who look closer: the panel's details, the comparison and the report. Holds no secret. */
export type AddressFacts = Pick<ProbeReport, 'route' | 'attempts' | 'proxyRefusal' | 'encryption' | 'clock' | 'findings' | 'systemCode'> & {
  readonly status?: number;
  /** What else was asked to find the cause, in the order in which it was. */
  readonly questions: readonly Question[];
};

/** A further probe, made because the first one failed. */
export type Question = {
  /** `other-way`: is the server reached by another type of connection? `portal`: who answers in plain HTTP in its place? */
  readonly purpose: 'other-way' | 'portal';
  readonly url: string;
  readonly way: ConnectionType;
  /** `null`: answered. */
  readonly cause: Cause | null;
  /** In milliseconds since the test of the address began. */
  readonly startMs: number;
  readonly ms: number;
};
