import type { Serialisable } from 'boule-bleue';
import type { AddressResult } from '../../diagnosis/address-result.ts';

/**
 * All that is known of an address, one fact a line, for the assistance desk: `encryption.chain.1.subject: …`. The lines come in the
 * alphabetical order of their names, so that those of two workstations can be laid side by side; the stages in theirs, first.
 */
export function flattenFacts({ role, url, ok, cause, ms, stages, facts }: AddressResult): string {
  const head = { address: role, url, ok, cause, ms };
  const told = stages.map(({ name, ok: passed, startMs, ms: took, detail }) => ({ name, ok: passed, startMs, ms: took, detail }));
  return [...Object.entries(head).map(([name, value]) => line(name, value)), ...flatten('stages', told), ...flatten('', facts)].join('\n');
}

function flatten(path: string, value: Serialisable | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object') return [line(path, value)];
  const members = Array.isArray(value) ? value.map((member, index) => [String(index + 1), member] as const) : sortMembers(value as Members);
  if (members.length === 0) return path.includes('.') || Array.isArray(value) ? [line(path, null)] : [];
  return members.flatMap(([name, member]) => flatten(path === '' ? name : `${path}.${name}`, member));
}

type Members = { readonly [name: string]: Serialisable | undefined };

function sortMembers(members: Members): readonly (readonly [string, Serialisable | undefined])[] {
  return Object.entries(members).sort(([first], [second]) => (first < second ? -1 : 1));
}

/** Texts of servers stay on their line. */
function line(name: string, value: string | number | boolean | null): string {
  return `${name}: ${value === null || value === '' ? '—' : String(value).replaceAll(/\s+/g, ' ')}`;
}
