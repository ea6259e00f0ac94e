import type { TestRecord } from '../records/test-record.ts';
import type { Line } from '../report/part.ts';
import type { TestRow } from './history-state.ts';

/** A test as the list shows it: by its first failure, and by its first address's way. */
export function toRow(test: TestRecord): TestRow {
  const { id, lastAt, count, trigger, ok, addresses } = test;
  const failed = addresses.find((address) => !address.ok);
  return { id, at: lastAt, count, trigger, ok, sentence: failed?.sentence ?? { key: 'history.all-reached' }, way: describeWay(test) };
}

function describeWay({ values: { type, proxy }, addresses }: TestRecord): Line {
  const route = addresses.find(({ facts }) => facts.route)?.facts.route;
  if (route?.proxy) return `${route.proxy.host}:${route.proxy.port}`;
  if (route || type === 'direct') return { key: 'report.directly' };
  return type === 'proxy' ? `${proxy.host}:${proxy.port}` : { key: `type.${type}` };
}
