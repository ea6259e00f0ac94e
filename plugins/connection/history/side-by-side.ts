import type { Message } from 'boule-bleue';
import type { TestRecord } from '../records/test-record.ts';
import { addressParts } from '../report/address-parts.ts';
import type { Line, Part } from '../report/part.ts';
import { headingOf, labelOf } from '../report/report-lines.ts';
import { testParts } from '../report/test-parts.ts';
import { serverRoles } from '../values/connection-values.ts';

export type ComparisonGroup = { readonly heading: Message; readonly rows: readonly ComparisonRow[] };

export type ComparisonRow = {
  readonly label: Message;
  readonly left: readonly Line[];
  readonly right: readonly Line[];
  readonly differs: boolean;
};

/** Two tests beside each other, part by part, as reports tell them. What neither knows has no row. */
export function compareSideBySide(left: TestRecord, right: TestRecord): readonly ComparisonGroup[] {
  const addresses = serverRoles.map((role) => {
    const [one, other] = [left, right].map(({ addresses }) => addresses.find((address) => address.role === role));
    const typed = { label: { key: 'part.address.typed' }, left: [left.values.servers[role]], right: [right.values.servers[role]] };
    const rows = addressParts.flatMap((part) => row(part, { key: `part.address.${part.id}` }, one, other));
    return { heading: headingOf(role), rows: [{ ...typed, differs: typed.left[0] !== typed.right[0] }, ...rows] };
  });
  const rows = testParts.flatMap((part) => row(part, labelOf(part.id, 'test'), left, right));
  return [{ heading: headingOf('test'), rows }, ...addresses];
}

function row<Subject>(part: Part<Subject>, label: Message, left?: Subject, right?: Subject): readonly ComparisonRow[] {
  const read = (subject?: Subject) => (subject ? part.read(subject) : []);
  const essenceOf = (subject?: Subject) => JSON.stringify(subject ? (part.essence ?? part.read)(subject) : []);
  const found = { label, left: read(left), right: read(right), differs: essenceOf(left) !== essenceOf(right) };
  return found.left.length + found.right.length === 0 ? [] : [found];
}
