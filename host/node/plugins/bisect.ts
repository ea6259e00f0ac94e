/** What the user said of a round: whether the fault shows. `unknown`: can't tell. */
export type BisectAnswer = 'gone' | 'there' | 'unknown';

/** A search as it stands: what it began with and what was answered since, from which all else follows. */
export interface BisectRecord {
  /** The plugins that may be at fault, each after those that it depends on. */
  readonly suspects: readonly string[];
  readonly answers: readonly BisectAnswer[];
}

export type BisectStep =
  | {
      readonly phase: 'asking';
      /** Suspects that run in this round; the others are off. */
      readonly enabled: readonly string[];
      /** Questions that follow, this one included, if one plugin alone is what remains to be found. */
      readonly remainingRounds: number;
      readonly found: readonly (readonly string[])[];
    }
  | {
      readonly phase: 'done';
      /** Plugins that cause the fault, each alone or, in a group of several, together. None: the fault is not theirs. */
      readonly found: readonly (readonly string[])[];
      /** Where the user could not tell: plugins among which one more culprit is. */
      readonly undecided: readonly string[];
    };

/**
 * What to ask next, or what came of the search.
 *
 * Supposes that a fault which shows with some plugins shows with more of them too. With that, the shortest beginning of the list of
 * suspects that shows the fault is found by halving, and its last plugin is needed for it; held fast, it is looked for the next one
 * that is needed with it, until those found show the fault by themselves (the idea of delta debugging, in the form that Junker's
 * QuickXplain has for such faults). Then the rest is tried without them: there may be other culprits.
 *
 * Culprits of k plugins among n are found in at most 1 + k (⌈log₂ n⌉ + 2) answers, as long as the user can tell.
 *
 * @param dependenciesOf a plugin runs only where those that it depends on do.
 */
export function nextBisectStep(record: BisectRecord, dependenciesOf: (plugin: string) => readonly string[]): BisectStep {
  const search = new BisectSearch(record.suspects, dependenciesOf).run();
  let step = search.next();
  for (const answer of record.answers) {
    if (step.done) break;
    step = search.next(answer);
  }
  return step.value;
}

type Search = Generator<Extract<BisectStep, { phase: 'asking' }>, Extract<BisectStep, { phase: 'done' }>, BisectAnswer>;
type Question<Result> = Generator<Extract<BisectStep, { phase: 'asking' }>, Result, BisectAnswer>;

/** How often the same is asked of a user who can't tell. */
const patience = 2;

class BisectSearch {
  private readonly known: ReadonlySet<string>;
  private readonly found: string[][] = [];
  private readonly undecided = new Set<string>();
  /** Sets that were tried, or needn't be: with all suspects the fault shows, or nobody would search. */
  private readonly showing: ReadonlySet<string>[];
  private readonly clean: ReadonlySet<string>[] = [];
  /** How often the user could not tell, by what ran. */
  private readonly untold = new Map<string, number>();

  constructor(
    private readonly suspects: readonly string[],
    private readonly dependenciesOf: (plugin: string) => readonly string[],
  ) {
    this.known = new Set(suspects);
    this.showing = [this.known];
  }

  *run(): Search {
    let rest = this.suspects;
    // The fault may not be the plugins’ at all. A user who can't tell is taken to mean that it may.
    if (rest.length > 0 && (yield* this.askAgain([], 1 + this.roundsAmong(rest.length))) !== 'there') {
      while (rest.length > 0) {
        const answer = yield* this.askAgain(rest, 1);
        if (answer === 'unknown') for (const plugin of rest) this.undecided.add(plugin);
        if (answer !== 'there') break;
        const culprits = yield* this.findOne(rest);
        if (culprits.length === 0) break;
        this.found.push(culprits);
        rest = this.withoutDependents(rest, new Set(culprits));
      }
    }
    return { phase: 'done', found: this.found, undecided: [...this.undecided] };
  }

  /** The plugins of one culprit: each is needed, and together they show the fault. Fewer where the user could not tell. */
  private *findOne(among: readonly string[]): Question<string[]> {
    const culprits: string[] = [];
    let candidates = among;
    while (candidates.length > 0) {
      const byThemselves = culprits.length === 0 ? 'gone' : yield* this.askAgain(culprits, 2);
      if (byThemselves === 'there') break;
      const index = yield* this.findShortestBeginning(candidates, culprits);
      const needed = candidates[index];
      // With no word on those found so far, the very first suspect may add nothing to them.
      if (needed === undefined || (index === 0 && byThemselves === 'unknown')) break;
      culprits.unshift(needed);
      candidates = candidates.slice(0, index);
    }
    return culprits;
  }

  /**
   * The last plugin of the shortest beginning that shows the fault together with those held fast.
   * @returns its index, or -1 where the user could not tell.
   */
  private *findShortestBeginning(candidates: readonly string[], held: readonly string[]): Question<number> {
    let clean = 0;
    let showing = candidates.length;
    while (showing - clean > 1) {
      const middle = this.chooseMiddle(candidates, held, clean, showing);
      if (middle === undefined) {
        for (const plugin of candidates.slice(clean, showing)) this.undecided.add(plugin);
        return -1;
      }
      const answer = yield* this.ask([...candidates.slice(0, middle), ...held], this.roundsAmong(showing - clean));
      if (answer === 'there') showing = middle;
      if (answer === 'gone') clean = middle;
    }
    return showing - 1;
  }

  /** The place nearest to the middle about which the user could always tell, or else could not only once. */
  private chooseMiddle(candidates: readonly string[], held: readonly string[], clean: number, showing: number): number | undefined {
    const middle = (clean + showing) >> 1;
    if (this.untold.size === 0) return middle;
    const places = Array.from({ length: showing - clean - 1 }, (_, index) => clean + 1 + index);
    places.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
    const doubts = places.map((place) => this.doubtsAbout(this.complete([...candidates.slice(0, place), ...held])));
    const fewest = Math.min(...doubts);
    return fewest < patience ? places[doubts.indexOf(fewest)] : undefined;
  }

  /** As `ask`, and once more where the user can't tell. */
  private *askAgain(plugins: readonly string[], remainingRounds: number): Question<BisectAnswer> {
    const answer = yield* this.ask(plugins, remainingRounds);
    return answer === 'unknown' ? yield* this.ask(plugins, remainingRounds) : answer;
  }

  /** What the user says of a round, unless it follows from what was said before. */
  private *ask(plugins: readonly string[], remainingRounds: number): Question<BisectAnswer> {
    const enabled = this.complete(plugins);
    const known = this.conclude(enabled);
    if (known) return known;
    const answer = yield {
      phase: 'asking',
      enabled: this.suspects.filter((plugin) => enabled.has(plugin)),
      remainingRounds,
      found: this.found,
    };
    if (answer === 'there') this.showing.push(enabled);
    else if (answer === 'gone') this.clean.push(enabled);
    else this.untold.set(nameOf(enabled), this.doubtsAbout(enabled) + 1);
    return answer;
  }

  private conclude(enabled: ReadonlySet<string>): BisectAnswer | undefined {
    if (this.showing.some((set) => isWithin(set, enabled))) return 'there';
    if (this.clean.some((set) => isWithin(enabled, set))) return 'gone';
    return this.doubtsAbout(enabled) < patience ? undefined : 'unknown';
  }

  private doubtsAbout(enabled: ReadonlySet<string>): number {
    return this.untold.get(nameOf(enabled)) ?? 0;
  }

  /** With what they depend on, as far as that is among the suspects. */
  private complete(plugins: readonly string[]): ReadonlySet<string> {
    const complete = new Set<string>();
    const add = (plugin: string): void => {
      if (!this.known.has(plugin) || complete.has(plugin)) return;
      complete.add(plugin);
      for (const dependency of this.dependenciesOf(plugin)) add(dependency);
    };
    for (const plugin of plugins) add(plugin);
    return complete;
  }

  /** What can still run once the blamed are off. */
  private withoutDependents(plugins: readonly string[], blamed: ReadonlySet<string>): readonly string[] {
    return plugins.filter((plugin) => ![...this.complete([plugin])].some((needed) => blamed.has(needed)));
  }

  /** Halvings of so many, then whether the one found does it alone, then whether the rest is without fault. */
  private roundsAmong(count: number): number {
    return this.suspects.length === 1 ? 0 : Math.ceil(Math.log2(count)) + 2;
  }
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return part.size <= whole.size && [...part].every((plugin) => whole.has(plugin));
}

function nameOf(enabled: ReadonlySet<string>): string {
  return [...enabled].sort().join('\n');
}

/** Plugins by id, each after those that it depends on; circles are broken somewhere. */
export function orderByDependencies(plugins: readonly string[], dependenciesOf: (plugin: string) => readonly string[]): readonly string[] {
  const wanted = new Set(plugins);
  const ordered = new Set<string>();
  const visit = (plugin: string, path: ReadonlySet<string>): void => {
    if (!wanted.has(plugin) || ordered.has(plugin) || path.has(plugin)) return;
    for (const dependency of dependenciesOf(plugin)) visit(dependency, new Set([...path, plugin]));
    ordered.add(plugin);
  };
  for (const plugin of plugins) visit(plugin, new Set());
  return [...ordered];
}
