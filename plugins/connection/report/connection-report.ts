import type { ConnectionState } from '../connection-status.ts';
import type { Cause } from '../diagnosis/cause.ts';
import type { TestRecord } from '../records/test-record.ts';

export const reportFormat = 'boule-bleue-connection-report';
/** Raised when a reader of the former version would misread a report; see docs/contributors/connection-report.md. */
export const reportVersion = 1;

/** What is sent to the assistance desk, as JSON. Its sentences are in French, since the desk reads it. */
export type ConnectionReport = {
  readonly format: typeof reportFormat;
  readonly version: typeof reportVersion;
  /** ISO 8601 with the workstation's offset. */
  readonly createdAt: string;
  /** IANA name of the workstation's time zone; empty where it isn't known. */
  readonly timeZone: string;
  /** Version of the plugin API. */
  readonly apiVersion: string;
  readonly platform: { readonly system: string; readonly architecture: string };
  /** The number by which the desk knows the installation; empty where there is none. */
  readonly installation: string;
  /** Where the installation stands with the server now. */
  readonly state: ConnectionState;
  readonly stateCause: Cause | null;
  readonly test: ReportedTest;
  readonly changes: ReportedChanges | null;
  /** Ids of the parts that the user kept back: what they would tell is empty. */
  readonly withheld: readonly string[];
};

export type ReportedTest = Omit<TestRecord, 'id'>;

export type ReportedChanges = {
  /** When the last test succeeded, in milliseconds since 1970. */
  readonly since: number;
  readonly sentences: readonly string[];
};
