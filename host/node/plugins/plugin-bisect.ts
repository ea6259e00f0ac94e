import * as v from 'valibot';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { BisectState } from '../../../core/protocol/plugin-administration.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { type BisectAnswer, type BisectRecord, type BisectStep, nextBisectStep, orderByDependencies } from './bisect.ts';
import type { ListedPlugin, PluginLibrary } from './plugin-library.ts';

export interface PluginBisectOptions {
  readonly pluginLibrary: Pick<PluginLibrary, 'list' | 'holdBack' | 'leaveSafeMode'>;
  /** Keeps a search over a restart of the host. */
  readonly storage: StorageService;
}

const collection = 'plugin-bisect';
const current = 'current';

const recordSchema = v.object({
  suspects: v.array(v.string()),
  answers: v.array(v.picklist(['gone', 'there', 'unknown'])),
});

/**
 * « Trouver l'extension fautive »: switches some of the plugins off, asks whether the fault is gone, and so on until it knows.
 *
 * It only holds plugins back and leaves alone what the user has switched off and on, so that the end of the search, however it comes,
 * leaves everything as it was.
 */
export class PluginBisect {
  private record: BisectRecord | undefined;
  private readonly changed = new EventEmitter<void>();

  /** Fires when there is another question, a result, or no search any more. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: PluginBisectOptions) {}

  /** The search as the window shows it; `null` where there is none. */
  get state(): BisectState | null {
    if (!this.record) return null;
    const step = this.step(this.record);
    const found = step.found.flat();
    if (step.phase === 'done') return { phase: 'done', disabled: [], remainingRounds: 0, found, undecided: step.undecided };
    const disabled = this.offIn(step, this.record);
    // Those that follow this one.
    return { phase: 'asking', disabled, remainingRounds: step.remainingRounds - 1, found, undecided: [] };
  }

  /** Goes on with the search that the former host was about, once the plugins are known. */
  async load(): Promise<void> {
    const kept = await this.options.storage.get(collection, current);
    const parsed = v.safeParse(recordSchema, kept);
    if (parsed.success) await this.follow(parsed.output);
  }

  /** Begins anew. Suspects are the plugins that are on and did not come with the product. */
  async start(): Promise<void> {
    await this.keep({ suspects: this.findSuspects(), answers: [] });
    // The first question is that of the safe mode; the others need what it leaves out.
    await this.options.pluginLibrary.leaveSafeMode();
  }

  /** Takes the user's answer to the question at hand. Does nothing where there is none. */
  async answer(answer: BisectAnswer): Promise<void> {
    const { record } = this;
    if (!record || this.step(record).phase === 'done') return;
    await this.keep({ ...record, answers: [...record.answers, answer] });
  }

  /** Ends the search, or puts its result away. Everything is as it was before. */
  async stop(): Promise<void> {
    await this.options.storage.write([{ collection, id: current }]);
    await this.follow(undefined);
  }

  private async keep(record: BisectRecord): Promise<void> {
    await this.options.storage.write([{ collection, id: current, value: { suspects: record.suspects, answers: record.answers } }]);
    await this.follow(record);
  }

  private async follow(record: BisectRecord | undefined): Promise<void> {
    this.record = record;
    const step = record && this.step(record);
    const off = record && step?.phase === 'asking' ? this.offIn(step, record) : [];
    await this.options.pluginLibrary.holdBack(new Set(off));
    this.changed.fire();
  }

  private step(record: BisectRecord): BisectStep {
    return nextBisectStep(record, (plugin) => this.dependenciesOf(plugin));
  }

  private offIn({ enabled }: Extract<BisectStep, { phase: 'asking' }>, { suspects }: BisectRecord): readonly string[] {
    return suspects.filter((plugin) => !enabled.includes(plugin));
  }

  private findSuspects(): readonly string[] {
    const suspects = this.options.pluginLibrary.list().filter(isSuspect);
    const ids = suspects.map(({ id }) => id);
    return orderByDependencies(ids, (plugin) => this.dependenciesOf(plugin));
  }

  private dependenciesOf(plugin: string): readonly string[] {
    const listed = this.options.pluginLibrary.list().find(({ id }) => id === plugin);
    return listed?.manifest?.pluginDependencies ?? [];
  }
}

/** Those that came with the product are tested with it, and hold it together: a fault of theirs is the assistance's to find. */
function isSuspect({ origin, state }: ListedPlugin): boolean {
  return origin !== 'bundled' && state !== 'disabled' && state !== 'broken';
}
