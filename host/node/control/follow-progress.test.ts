import { expect, test } from 'vitest';
import { NotificationCenter } from '../window/notification-center.ts';
import { followProgress } from './follow-progress.ts';

test('what a plugin says of the work that it begins is told once each, and nothing of other work', async () => {
  const center = new NotificationCenter(() => {});
  const ending = new AbortController();
  const told: string[] = [];
  const begin = (plugin: string) => {
    let say = (_key: string) => {};
    const end = new AbortController();
    const work = center.withProgress(
      plugin,
      { key: 'title' },
      async ({ report }, signal) => {
        say = (key) => report({ message: { key } });
        await new Promise((resolve) => end.signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
      },
      ending.signal,
    );
    const finish = () => {
      end.abort();
      return work;
    };
    return { say: (key: string) => say(key), finish };
  };
  const before = begin('connection');
  const following = followProgress(center, 'connection', ({ key }) => told.push(key));
  const [own, foreign] = [begin('connection'), begin('other')];
  before.say('of before');
  foreign.say('of another');
  own.say('testing');
  own.say('testing');
  center.show('connection', { severity: 'info', message: { key: 'no progress' } });
  own.say('waiting');
  own.say('testing');
  following.dispose();
  own.say('after');
  expect(told).toEqual(['testing', 'waiting', 'testing']);
  for (const work of [before, own, foreign]) await work.finish();
});
