import { beforeEach, expect, test } from 'vitest';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { WalkthroughProgress } from './walkthrough-progress.ts';

const step = (id: string, ...completionEvents: string[]) => ({ id, title: id, description: '', completionEvents });
const walkthroughs = [
  {
    id: 'tour',
    title: '',
    description: '',
    steps: [
      step('run', 'onCommand:hello.greet'),
      step('reach', "onContext:hello.state == 'done'"),
      { id: 'read', title: '', description: '' },
    ],
  },
];

let storage: MemoryStorage;
let facts: Record<string, unknown>;

const start = async () => {
  const progress = new WalkthroughProgress({ storage, walkthroughs: () => walkthroughs, lookup: (key) => facts[key], onError: fail });
  await progress.load();
  return progress;
};
const fail = (error: unknown) => {
  throw error;
};
const done = (progress: WalkthroughProgress) => ['run', 'reach', 'read'].filter((id) => progress.isDone('tour', id));

beforeEach(() => {
  storage = new MemoryStorage();
  facts = {};
});

test('a step is done when its command ran or its fact holds, and stays so after a restart', async () => {
  const progress = await start();
  let changes = 0;
  progress.onDidChange(() => {
    changes += 1;
  });
  progress.commandRan('hello.other');
  progress.contextChanged();
  expect(done(progress)).toEqual([]);
  progress.commandRan('hello.greet');
  progress.commandRan('hello.greet');
  facts['hello.state'] = 'done';
  progress.contextChanged();
  expect(done(progress)).toEqual(['run', 'reach']);
  expect(changes).toBe(2);
  facts['hello.state'] = 'undone';
  expect(done(await start())).toEqual(['run', 'reach']);
});
