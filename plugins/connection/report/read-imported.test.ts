import { describe, expect, test } from 'vitest';
import { failedAddress, sampleRecord } from '../../../test/support/access-test-samples.ts';
import { composeReport } from './compose-report.ts';
import { sayInFrench } from './french.ts';
import { readImportedReport } from './read-imported.ts';

const status = { state: 'connected', reason: null, next: null, cause: null } as const;
const facts = { changes: null, status, installation: 'IEA-0001', apiVersion: '1.2.0', now: new Date(0) };
const report = composeReport({ ...facts, test: sampleRecord({ each: () => failedAddress() }) }, sayInFrench);

// biome-ignore lint/suspicious/noExplicitAny: tests tamper with what the types forbid
type Tampering = (copy: any) => void;

function read(tamper: Tampering) {
  const copy = structuredClone(report);
  tamper(copy);
  return readImportedReport(JSON.stringify(copy));
}

function set(target: object, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  const holder = names.reduce((object, name) => object[name] as Record<string, unknown>, target as Record<string, unknown>);
  Object.defineProperty(holder, last, { value, enumerable: true, configurable: true });
}

test.each([
  ['no text', ''],
  ['no JSON', '<html>'],
  ['another JSON', '{"a": 1}'],
  ['a list', '[]'],
  ['nothing', 'null'],
  ['a report of something else', JSON.stringify({ ...report, format: 'other' })],
  ['a version that is none', JSON.stringify({ ...report, version: 'new' })],
  ['more than a report can be', JSON.stringify({ ...report, more: 'x'.repeat(600_000) })],
  ['JSON as deep as a well', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
])('a file with %s is no report', (_name, text) => {
  expect(() => readImportedReport(text)).toThrow(expect.objectContaining({ code: 'connection.report-unknown' }));
});

test('a report of a newer version is told from a damaged one', () => {
  const newer = JSON.stringify({ ...report, version: 2, novelty: true });
  expect(() => readImportedReport(newer)).toThrow(expect.objectContaining({ code: 'connection.report-newer', details: { version: 2 } }));
});

const [first] = report.test.addresses;

test.each<[name: string, path: string, value: unknown, member?: string]>([
  ['a member more', 'script', 'alert(1)'],
  ['a member less', 'test.values', undefined],
  ['a wrong type', 'test.ok', 'yes'],
  ['a text of 100 KB', 'test.addresses.0.sentence', 'x'.repeat(100_000)],
  ['many addresses', 'test.addresses', Array.from({ length: 100 }, () => first)],
  ['an address twice', 'test.addresses.1', first, 'test.addresses'],
  ['an unknown cause', 'test.addresses.0.cause', 'constructor'],
  ['a negative time', 'test.ms', -1],
  ['a time that no clock shows', 'test.at', 1e300],
  ['a member of every object', 'test.values.constructor', {}],
  ['ids that are none kept back', 'withheld.0', '<b>'],
])('a report with %s is damaged', (_name, path, value, member = path) => {
  expect(() => read((copy) => set(copy, path, value))).toThrow(
    expect.objectContaining({ code: 'connection.report-damaged', details: { member } }),
  );
});

test('no member reaches a prototype', () => {
  const text = JSON.stringify(report).replace('"test":{', '"test":{"__proto__":{"polluted":true},');
  expect(() => readImportedReport(text)).toThrow(expect.objectContaining({ code: 'connection.report-damaged' }));
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

describe('texts by strangers', () => {
  const hostile = read((copy) => {
    copy.installation = 'IEA\u202egnp.exe';
    copy.test.addresses[0].sentence = 'Un\u0000\u001b[31m deux\u2028trois\u200b <script>alert(1)</script>';
    copy.test.addresses[0].url = 'https://user:geheim@example.org/a?jeton=geheim#geheim';
    copy.test.addresses[0].stages[0].detail = 'Authorization: Basic geheimgeheim';
  });

  test('lose what hides or turns round, and what looks like a secret', () => {
    expect(hostile.installation).toBe('IEA gnp.exe');
    expect(hostile.test.addresses[0]!.sentence).toBe('Un [31m deux trois <script>alert(1)</script>');
    expect(hostile.test.addresses[0]!.url).toBe('https://…@example.org/a');
    expect(JSON.stringify(hostile)).not.toContain('geheim');
  });
});
