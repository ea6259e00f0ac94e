import { describe, expect, test, vi } from 'vitest';
import { randomSource } from '../../../test/support/random-source.ts';
import { type BisectAnswer, type BisectStep, nextBisectStep, orderByDependencies } from './bisect.ts';

// Much work, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

type Done = Extract<BisectStep, { phase: 'done' }>;

interface Scenario {
  readonly suspects: readonly string[];
  /** Each of these sets shows the fault where all of it runs. */
  readonly culprits: readonly (readonly string[])[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** Whether the user can tell in a round. */
  readonly canTell?: () => boolean;
  /** Whether the fault shows without any plugin. */
  readonly isElsewhere?: boolean;
}

/** Plays the user. */
function search({ suspects, culprits, dependencies = {}, canTell = () => true, isElsewhere = false }: Scenario) {
  const answers: BisectAnswer[] = [];
  const rounds: (readonly string[])[] = [];
  const asked = new Map<string, number>();
  for (;;) {
    const step = nextBisectStep({ suspects, answers }, (plugin) => dependencies[plugin] ?? []);
    if (step.phase === 'done') return { ...step, rounds };
    const isMissing = step.enabled.some((plugin) => dependencies[plugin]?.some((needed) => !step.enabled.includes(needed)));
    const count = 1 + (asked.get(String(step.enabled)) ?? 0);
    asked.set(String(step.enabled), count);
    if (isMissing || count > (answers.includes('unknown') ? 2 : 1)) throw new Error(`This should not be asked: ${step.enabled}`);
    rounds.push(step.enabled);
    const shows = isElsewhere || culprits.some((set) => set.every((plugin) => step.enabled.includes(plugin)));
    answers.push(canTell() ? (shows ? 'there' : 'gone') : 'unknown');
  }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `plugin-${index}`);
const plain = ({ found }: Done) => found.map((group) => [...group].sort()).sort();

describe('the culprit is found', () => {
  test.each([1, 2, 3, 8, 21, 100])('alone among %i', (count) => {
    const suspects = names(count);
    for (const culprit of [suspects[0], suspects[count >> 1], suspects[count - 1]] as string[]) {
      const { rounds, ...done } = search({ suspects, culprits: [[culprit]] });
      expect(done).toEqual({ phase: 'done', found: [[culprit]], undecided: [] });
      expect(rounds.length).toBeLessThanOrEqual(3 + Math.ceil(Math.log2(count)));
    }
  });

  test('by halves: the second round leaves half of them on', () => {
    expect(search({ suspects: names(16), culprits: [['plugin-3']] }).rounds[1]).toHaveLength(8);
  });

  test('where two do it only together', () => {
    expect(plain(search({ suspects: names(20), culprits: [['plugin-4', 'plugin-17']] }))).toEqual([['plugin-17', 'plugin-4']]);
  });

  test('where several do it, each alone or two together', () => {
    const culprits = [['plugin-0'], ['plugin-19'], ['plugin-3', 'plugin-9']];
    expect(plain(search({ suspects: names(20), culprits }))).toEqual([['plugin-0'], ['plugin-19'], ['plugin-3', 'plugin-9']]);
  });

  test('not, where the fault is elsewhere: one answer tells', () => {
    const { rounds, ...done } = search({ suspects: names(20), culprits: [], isElsewhere: true });
    expect(done).toEqual({ phase: 'done', found: [], undecided: [] });
    expect(rounds).toEqual([[]]);
  });

  test('not, where there is nobody to suspect', () => {
    expect(search({ suspects: [], culprits: [] })).toMatchObject({ found: [], rounds: [] });
  });
});

test('whatever the culprits, all are found, none else, in bounded rounds', () => {
  const random = randomSource(6);
  for (let round = 0; round < 300; round += 1) {
    const suspects = names(1 + random(40));
    const culprits = randomCulprits(suspects, random);
    const { rounds, ...done } = search({ suspects, culprits });
    const found = done.found.flat();
    for (const group of plain(done)) expect(culprits, `round ${round}`).toContainEqual(group);
    expect(
      culprits.every((set) => set.some((plugin) => found.includes(plugin))),
      `round ${round}`,
    ).toBe(true);
    expect(rounds.length, `round ${round}`).toBeLessThanOrEqual(1 + found.length * (Math.ceil(Math.log2(suspects.length)) + 2));
    expect(done.undecided).toEqual([]);
  }
});

test('whoever can’t always tell is asked otherwise, and nobody innocent is blamed', () => {
  const random = randomSource(7);
  let completeCount = 0;
  for (let round = 0; round < 300; round += 1) {
    const suspects = names(1 + random(30));
    const culprits = randomCulprits(suspects, random);
    const { rounds, ...done } = search({ suspects, culprits, canTell: () => random(4) !== 0 });
    const found = done.found.flat();
    expect(new Set(culprits.flat()), `round ${round}`).toEqual(new Set([...culprits.flat(), ...found]));
    const isComplete = culprits.every((set) => set.some((plugin) => found.includes(plugin)));
    if (isComplete) completeCount += 1;
    else expect(done.undecided, `round ${round}`).not.toEqual([]);
    expect(rounds.length).toBeLessThan(2 * suspects.length * (found.length + 1) + 4);
  }
  expect(completeCount).toBeGreaterThan(200);
});

test('where nobody can tell, the search ends', () => {
  const { rounds, found, undecided } = search({ suspects: names(12), culprits: [['plugin-3']], canTell: () => false });
  expect(found).toEqual([]);
  expect(undecided).toEqual(names(12));
  expect(rounds.length).toBeLessThanOrEqual(2 * 12);
});

describe('a plugin that depends on others', () => {
  const dependencies = { 'plugin-7': ['plugin-1'], 'plugin-1': ['plugin-0'] };

  test('never runs without them, and is blamed by itself', () => {
    expect(plain(search({ suspects: names(8), culprits: [['plugin-7']], dependencies }))).toEqual([['plugin-7']]);
  });

  test('is not blamed for what they do', () => {
    expect(plain(search({ suspects: names(8), culprits: [['plugin-1']], dependencies }))).toEqual([['plugin-1']]);
  });

  test('comes after them, be it in a circle', () => {
    expect(orderByDependencies(['plugin-7', 'plugin-1', 'plugin-0'], (plugin) => dependencies[plugin as 'plugin-1'] ?? [])).toEqual([
      'plugin-0',
      'plugin-1',
      'plugin-7',
    ]);
    const circle: Record<string, string[]> = { a: ['b'], b: ['a'] };
    expect(orderByDependencies(['a', 'b', 'c'], (plugin) => circle[plugin] ?? [])).toEqual(['b', 'a', 'c']);
  });

  test('random ones are searched as well', () => {
    const random = randomSource(8);
    for (let round = 0; round < 200; round += 1) {
      const suspects = names(2 + random(20));
      const byPlugin = Object.fromEntries(
        suspects.map((plugin, index) => [plugin, random(3) === 0 && index > 0 ? [suspects[random(index)] as string] : []]),
      );
      const culprits = randomCulprits(suspects, random);
      const { found } = search({ suspects, culprits, dependencies: byPlugin });
      expect(culprits.flat(), `round ${round}`).toEqual(expect.arrayContaining(found.flat()));
      expect(found.length, `round ${round}`).toBeGreaterThan(0);
    }
  });
});

test('the questions that remain are never fewer than those that follow, where one plugin is at fault', () => {
  const suspects = names(13);
  for (const culprit of suspects) {
    const answers: BisectAnswer[] = [];
    const promised: number[] = [];
    for (;;) {
      const step = nextBisectStep({ suspects, answers }, () => []);
      if (step.phase === 'done') break;
      promised.push(step.remainingRounds);
      answers.push(step.enabled.includes(culprit) ? 'there' : 'gone');
    }
    promised.forEach((remaining, index) => expect(remaining).toBeGreaterThanOrEqual(promised.length - index));
  }
});

/** One to three sets of one or two plugins, none within another. */
function randomCulprits(suspects: readonly string[], random: (below: number) => number): readonly (readonly string[])[] {
  const sets: string[][] = [];
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const chosen = new Set([suspects[random(suspects.length)] as string]);
    if (random(2) === 0) chosen.add(suspects[random(suspects.length)] as string);
    sets.push([...chosen].sort());
  }
  return sets.filter(
    (set, index) =>
      !sets.some((other, at) => at !== index && other.every((plugin) => set.includes(plugin)) && (other.length < set.length || at < index)),
  );
}
