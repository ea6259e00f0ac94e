import type { Message } from 'boule-bleue';
import type { RemedyAction } from '../diagnosis/address-result.ts';
import { type ServerRole, serverRoles } from '../values/connection-values.ts';
import type { ConnectionDraft, DraftField } from './connection-draft.ts';

export type RemedyChanges = Extract<RemedyAction, { kind: 'change' }>['changes'];

type FieldChanges = Partial<Record<DraftField, string>>;

export interface AppliedRemedy {
  readonly draft: ConnectionDraft;
  /** One for each field that holds something else now, in the words of the panel. */
  readonly changed: readonly Message[];
}

/** Puts the values of a next step into the fields, and says which of them differ from what they held. */
export function applyRemedy(draft: ConnectionDraft, changes: RemedyChanges): AppliedRemedy {
  const wanted = Object.entries(readFields(changes)) as [DraftField, string][];
  const different = wanted.filter(([field, value]) => draft.value(field) !== value);
  return { draft: draft.with(Object.fromEntries(different)), changed: different.map(([field, value]) => describeChange(field, value)) };
}

function readFields({ type, mode, proxy, servers }: RemedyChanges): FieldChanges {
  const fields = { type, mode, proxyHost: proxy?.host, proxyPort: proxy?.port?.toString(), ...servers };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as FieldChanges;
}

function describeChange(field: DraftField, value: string): Message {
  const spoken = field === 'type' || field === 'mode' ? { key: `${field}.${value}` } : value;
  return { key: 'remedy.change', args: { field: { key: labelOf(field) }, value: spoken } };
}

function labelOf(field: DraftField): string {
  if (serverRoles.includes(field as ServerRole)) return `address.${field}`;
  if (field === 'type' || field === 'mode') return `${field}.legend`;
  return field === 'proxyPort' ? 'proxy.port' : 'proxy.host';
}
