import type { Message, MessageArgument } from 'boule-bleue';
import { ownStages } from '../diagnosis/address-result.ts';
import { type ServerRole, serverRoles } from '../values/connection-values.ts';
import { type Observation, observe } from './observation.ts';
import type { RecordedAddress, RecordedStage, TestRecord } from './test-record.ts';

/** Most telling first: what someone typed, then the way out, then what the servers show, then how fast. */
const changeKinds = [
  'address',
  'type',
  'proxy',
  'proxy-source',
  'mode',
  'issuer',
  'names',
  'certificate',
  'encryption',
  'status',
  'product',
  'slower',
  'faster',
] as const;
type ChangeKind = (typeof changeKinds)[number];

export type Change = {
  readonly kind: ChangeKind;
  /** `null`: of the test as a whole, or the same at every address. */
  readonly role: ServerRole | null;
  readonly message: Message;
};

type Difference = Omit<Change, 'role'>;

/** Times differ from one test to the next; only from here on do they mean anything. */
const timeRatio = 3;
const noticeableMs = 100;
const dayMs = 86_400_000;

/**
 * What differs between two tests, most telling first; at the same rank, addresses that fail in `after` come first. What one of the two
 * doesn't know has not changed. That a test failed is no change but what the changes may explain.
 */
export function compareTests(before: TestRecord, after: TestRecord): readonly Change[] {
  const changes = [...compareValues(before, after), ...compareAddresses(before, after)];
  const isReached = (role: ServerRole | null) => Number(after.addresses.find((address) => address.role === role)?.ok ?? true);
  const rank = ({ kind, role }: Change) => changeKinds.indexOf(kind) * 2 + (role === null ? 0 : isReached(role));
  return changes.toSorted((first, second) => rank(first) - rank(second));
}

function compareValues(before: TestRecord, after: TestRecord): readonly Change[] {
  const differences = [
    ...differ('type', { key: `type.${before.values.type}` }, { key: `type.${after.values.type}` }),
    ...differ('mode', { key: `mode.${before.values.mode}` }, { key: `mode.${after.values.mode}` }),
    ...differ('product', before.productVersion, after.productVersion),
  ];
  return differences.map((difference) => ({ ...difference, role: null }));
}

function compareAddresses(before: TestRecord, after: TestRecord): readonly Change[] {
  const differences = new Map(serverRoles.map((role) => [role, compareRole(before, after, role)]));
  const common = findCommon([...differences.values()]);
  const single = [...differences].flatMap(([role, found]) => found.filter((one) => !common.some(isLike(one))).map((one) => at(role, one)));
  return [...common.map((difference) => ({ ...difference, role: null })), ...single];
}

/** What is the same at all addresses is said once. */
function findCommon([first = [], ...others]: readonly (readonly Difference[])[]): readonly Difference[] {
  return first.filter((difference) => others.every((other) => other.some(isLike(difference))));
}

function isLike(one: Difference): (other: Difference) => boolean {
  const text = JSON.stringify(one);
  return (other) => JSON.stringify(other) === text;
}

function at(role: ServerRole, { kind, message }: Difference): Change {
  return { kind, role, message: { key: 'change.at', args: { address: { key: `address.${role}` }, change: message } } };
}

function compareRole(before: TestRecord, after: TestRecord, role: ServerRole): readonly Difference[] {
  const addressed = differ('address', before.values.servers[role], after.values.servers[role]);
  const [former, current] = [before, after].map((test) => test.addresses.find((address) => address.role === role));
  if (!former || !current) return addressed;
  const [then, now] = [observe(before, former), observe(after, current)];
  // Another server has other answers, which say nothing about what changed on the way.
  const ofServer = addressed.length > 0 ? [] : [...compareServer(then, now), ...compareTimes(former, current)];
  return [...addressed, ...compareWay(then, now), ...ofServer];
}

function compareWay(then: Observation, now: Observation): readonly Difference[] {
  const proxies = differ('proxy', then.proxy, now.proxy);
  return proxies.length > 0 ? proxies : differ('proxy-source', then.source, now.source);
}

function compareServer(then: Observation, now: Observation): readonly Difference[] {
  const issuer = differ('issuer', then.issuer, now.issuer);
  return [
    ...(issuer.length > 0 ? issuer : compareCertificates(then, now)),
    ...compareNames(then.names, now.names),
    ...differ('encryption', then.encryption, now.encryption),
    ...differ('status', then.status, now.status),
  ];
}

/** Two dates that read alike would tell of no change. */
function compareCertificates(then: Observation, now: Observation): readonly Difference[] {
  if (then.fingerprint === now.fingerprint || then.validTo === '' || now.validTo === '') return [];
  const args = { before: then.validTo, after: now.validTo };
  const areAlike = Math.abs(now.validTo - then.validTo) < dayMs;
  return [{ kind: 'certificate', message: { key: areAlike ? 'change.certificate-alike' : 'change.certificate', args } }];
}

function compareNames(then: readonly string[], now: readonly string[]): readonly Difference[] {
  if (then.length === 0 || now.length === 0) return [];
  const added = now.filter((name) => !then.includes(name));
  const removed = then.filter((name) => !now.includes(name));
  if (added.length + removed.length === 0) return [];
  const args = { added: added.join(', ') || none, removed: removed.join(', ') || none };
  return [{ kind: 'names', message: { key: 'change.names', args } }];
}

/** The step whose time grew or shrank most, where it did so enough. */
function compareTimes(former: RecordedAddress, current: RecordedAddress): readonly Difference[] {
  const pairs = former.stages.flatMap((stage): readonly (readonly [RecordedStage, RecordedStage])[] => {
    const other = current.stages.find(({ name }) => name === stage.name);
    return other && stage.ok && other.ok ? [[stage, other]] : [];
  });
  const ratio = ([{ ms: then }, { ms: now }]: (typeof pairs)[number]) => Math.max(then, now) / Math.max(1, Math.min(then, now));
  const noticed = pairs.filter((pair) => ratio(pair) > timeRatio && Math.abs(pair[0].ms - pair[1].ms) >= noticeableMs);
  const [most] = noticed.toSorted((first, second) => ratio(second) - ratio(first));
  if (!most) return [];
  const [then, now] = most;
  const kind = now.ms > then.ms ? 'slower' : 'faster';
  return [{ kind, message: { key: `change.${kind}`, args: { stage: nameStage(then), before: then.ms, after: now.ms } } }];
}

/** In words where it is one of our own. */
function nameStage({ name }: RecordedStage): Message | string {
  return ownStages.includes(name) ? { key: `stage.${name}` } : name;
}

const none: Message = { key: 'change.none' };

function differ(kind: ChangeKind, before: MessageArgument, after: MessageArgument): readonly Difference[] {
  if (before === '' || after === '' || JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ kind, message: { key: `change.${kind}`, args: { before, after } } }];
}
