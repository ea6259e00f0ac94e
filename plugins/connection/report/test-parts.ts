import type { TestRecord } from '../records/test-record.ts';
import { given, type Part, said } from './part.ts';

type WithoutId = Omit<TestRecord, 'id'>;
type TestPart = Part<WithoutId>;

/** What is told of a test as a whole. */
export const testParts: readonly TestPart[] = [
  {
    id: 'moment',
    read: ({ at, lastAt, count }) => [said('moment', { at: lastAt }), ...(count > 1 ? [said('repeated', { at, count })] : [])],
    essence: () => null,
  },
  { id: 'outcome', read: ({ ok }) => [said(ok ? 'reached' : 'unreached')] },
  { id: 'trigger', read: ({ trigger }) => [said(`trigger.${trigger}`)], essence: () => null },
  {
    id: 'duration',
    read: ({ ms }) => (ms === 0 ? [] : [said('duration', { ms })]),
    withhold: (test) => ({ ...test, ms: 0 }),
    essence: () => null,
  },
  { id: 'product', read: ({ productVersion }) => given(productVersion), withhold: (test) => ({ ...test, productVersion: '' }) },
  { id: 'type', read: ({ values }) => [{ key: `type.${values.type}` }] },
  { id: 'mode', read: ({ values }) => [{ key: `mode.${values.mode}` }] },
  {
    id: 'typed-proxy',
    isPrivate: true,
    read: ({ values: { proxy } }) => [
      ...(proxy.host === '' ? [] : [`${proxy.host}:${proxy.port}`]),
      ...(proxy.hasUser ? [said('proxy-user')] : []),
    ],
    withhold: (test) => ({ ...test, values: { ...test.values, proxy: { host: '', port: 0, hasUser: false } } }),
  },
];
