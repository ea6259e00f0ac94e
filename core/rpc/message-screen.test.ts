import { expect, test } from 'vitest';
import { MessageScreen } from './message-screen.ts';

const call = (...args: unknown[]) => ['push', ['pipeline', 0, ['storage', 'get'], args]];
const admit = (message: unknown) => new MessageScreen().admit(message);

test.each([
  [call(1, '{}'), call(1, '{}')],
  [
    ['pull', 1],
    ['pull', 1],
  ],
  [
    ['release', 1, 1],
    ['release', 1, 1],
  ],
  [
    ['resolve', 3, 'text'],
    ['resolve', 3, 'text'],
  ],
  [
    ['pull', 1, 'more'],
    ['pull', 1],
  ],
])('%j goes on as %j', (message, admitted) => {
  expect(admit(message)).toEqual(admitted);
});

test('what a refusal or an end says stays outside', () => {
  expect(JSON.stringify(admit(['reject', 1, ['export', 5]]))).not.toContain('export');
  expect(JSON.stringify(admit(['abort', ['import', 0]]))).not.toContain('import');
});

test.each([
  [null],
  ['push'],
  [{}],
  [[]],
  [['pipe']],
  [['stream', ['pipeline', 0, ['a', 'b'], []]]],
  [['push', ['remap', 0, [], [['import', 0]], [1]]]],
  [['push', ['import', 0]]],
  [['push', ['request', 'http://127.0.0.1/', {}]]],
  [['push', ['pipeline', 1, ['storage', 'get'], [1, '{}']]]],
  [['push', ['pipeline', 0, ['storage'], [1, '{}']]]],
  [['push', ['pipeline', 0, ['storage', 'get', 'call'], [1, '{}']]]],
  [['push', ['pipeline', 0, [['storage'], 'get'], [1, '{}']]]],
  [['push', ['pipeline', 0, ['storage', 'x'.repeat(100)], [1, '{}']]]],
  [['push', ['pipeline', 0, ['storage', 'get']]]],
  [call(1, ['export', -1])],
  [call(1, '{}', 'more')],
  [call('1', '{}')],
  [call(-1, '{}')],
  [call(1.5, '{}')],
  [call(1, 'x'.repeat(2 ** 20 + 1))],
  [['resolve', 0, 'text']],
  [['resolve', -1, 'text']],
  [['resolve', 1, ['promise', 1]]],
  [['resolve', 1, { a: 1 }]],
  [['release', 0, 1]],
  [['release', 1, -1]],
  [['pull', '1']],
  [['pull', Number.NaN]],
])('%j is refused', (message) => {
  expect(() => admit(message)).toThrow(expect.objectContaining({ name: 'MessageRefused' }));
});

test('calls that are never let go of are refused in the end', () => {
  const screen = new MessageScreen();
  const callForEver = () => {
    for (let count = 0; count < 25_000; count += 1) screen.admit(call(count, '{}'));
  };
  expect(callForEver).toThrow(expect.objectContaining({ name: 'MessageRefused' }));
});

test('calls that are let go of are never too many', () => {
  const screen = new MessageScreen();
  for (let count = 1; count < 50_000; count += 1) {
    screen.admit(call(count, '{}'));
    screen.admit(['release', count, 1]);
  }
});
