import { type ServerRole, serverRoles } from '../values/connection-values.ts';
import { addressParts } from './address-parts.ts';
import type { ConnectionReport } from './connection-report.ts';
import { given, type Line, type Part, said } from './part.ts';
import { testParts } from './test-parts.ts';

/** What is told of the workstation, beside the test. */
const workstationParts: readonly Part<ConnectionReport>[] = [
  {
    id: 'installation',
    isPrivate: true,
    read: ({ installation }) => given(installation),
    withhold: (report) => ({ ...report, installation: '' }),
  },
  {
    id: 'software',
    read: ({ apiVersion, platform: { system, architecture } }) =>
      apiVersion === '' ? [] : [said('software', { apiVersion, system: system || '–', architecture: architecture || '–' })],
    withhold: (report) => ({ ...report, apiVersion: '', platform: { system: '', architecture: '' } }),
  },
  {
    id: 'created',
    read: ({ createdAt, timeZone }) => [`${createdAt}${timeZone && ` (${timeZone})`}`],
  },
  { id: 'state', read: ({ state, stateCause }) => [said(`state.${state}`), ...given(stateCause ?? '')] },
  {
    id: 'changes',
    isPrivate: true,
    read: ({ changes }) => (changes ? [said('changes-since', { at: changes.since }), ...changes.sentences] : []),
    withhold: (report) => ({ ...report, changes: null }),
  },
];

/** A part of a report, and the heading under which it stands. */
export type ReportPart = Part<ConnectionReport> & { readonly group: 'workstation' | 'test' | ServerRole };

/** All parts in the order in which they are read. The ids of an address's parts begin with its role. */
export const reportParts: readonly ReportPart[] = [
  ...workstationParts.map((part) => ({ ...part, group: 'workstation' as const })),
  ...testParts.map(ofTest),
  ...serverRoles.flatMap((role) => [typedAddress(role), ...addressParts.map((part) => ofAddress(part, role))]),
];

function ofTest(part: (typeof testParts)[number]): ReportPart {
  const { id, isPrivate = false, read, withhold } = part;
  return {
    id,
    group: 'test',
    isPrivate,
    read: ({ test }) => read(test),
    ...(withhold && { withhold: (report: ConnectionReport) => ({ ...report, test: withhold(report.test) }) }),
  };
}

/** The address as typed stands beside the one that was asked only where they differ; both are kept back together. */
function typedAddress(role: ServerRole): ReportPart {
  return {
    id: `${role}.typed`,
    group: role,
    isPrivate: true,
    read: ({ test }) => {
      const asked = test.addresses.find((address) => address.role === role)?.url;
      return asked === test.values.servers[role] ? [] : given(test.values.servers[role]);
    },
    withhold: (report) => withTyped(report, role),
  };
}

function ofAddress(part: (typeof addressParts)[number], role: ServerRole): ReportPart {
  const { id, isPrivate = false, read, withhold } = part;
  const readRole = ({ test }: ConnectionReport): readonly Line[] => {
    const address = test.addresses.find((one) => one.role === role);
    return address ? read(address) : [];
  };
  if (!withhold) return { id: `${role}.${id}`, group: role, isPrivate, read: readRole };
  const withholdRole = (report: ConnectionReport): ConnectionReport => {
    const addresses = report.test.addresses.map((address) => (address.role === role ? withhold(address) : address));
    const without = { ...report, test: { ...report.test, addresses } };
    return id === 'url' ? withTyped(without, role) : without;
  };
  return { id: `${role}.${id}`, group: role, isPrivate, read: readRole, withhold: withholdRole };
}

function withTyped(report: ConnectionReport, role: ServerRole): ConnectionReport {
  const { values } = report.test;
  return { ...report, test: { ...report.test, values: { ...values, servers: { ...values.servers, [role]: '' } } } };
}

/** The report without what the user keeps back. What always leaves, and ids that there are not, make no difference. */
export function withhold(report: ConnectionReport, ids: readonly string[]): ConnectionReport {
  const chosen = reportParts.filter((part) => part.withhold && ids.includes(part.id));
  const left = chosen.reduce((remaining, part) => part.withhold!(remaining), report);
  return { ...left, withheld: chosen.map(({ id }) => id) };
}
