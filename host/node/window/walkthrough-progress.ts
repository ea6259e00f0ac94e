import { whenClauseHolds } from '../../../core/context-keys/when-clause.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { WalkthroughContribution, WalkthroughStep } from '../../../core/manifest/manifest.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';

const collection = 'walkthrough-steps';
const commandEvent = 'onCommand:';
const contextEvent = 'onContext:';

export interface WalkthroughProgressOptions {
  readonly storage: StorageService;
  /** The walkthroughs there are now. */
  readonly walkthroughs: () => readonly WalkthroughContribution[];
  readonly lookup: (key: string) => unknown;
  readonly onError: (error: unknown) => void;
}

/** Which steps of the walkthroughs are done. Once done, a step stays so. */
export class WalkthroughProgress {
  private readonly done = new Set<string>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: WalkthroughProgressOptions) {}

  async load(): Promise<void> {
    for (const { id } of await this.options.storage.list(collection)) this.done.add(id);
  }

  isDone(walkthrough: string, step: string): boolean {
    return this.done.has(stepId(walkthrough, step));
  }

  /** A command has done its work. */
  commandRan(commandId: string): void {
    this.complete((event) => event === commandEvent + commandId);
  }

  /** Facts have changed. */
  contextChanged(): void {
    const { lookup } = this.options;
    this.complete((event) => event.startsWith(contextEvent) && whenClauseHolds(event.slice(contextEvent.length), lookup));
  }

  private complete(happened: (event: string) => boolean): void {
    const completed = this.options
      .walkthroughs()
      .flatMap(({ id, steps }) =>
        steps.filter((step) => !this.isDone(id, step.id) && isCompletedBy(step, happened)).map((step) => stepId(id, step.id)),
      );
    if (completed.length === 0) return;
    for (const id of completed) this.done.add(id);
    this.options.storage.write(completed.map((id) => ({ collection, id, value: true }))).catch(this.options.onError);
    this.changed.fire();
  }
}

function isCompletedBy({ completionEvents = [] }: WalkthroughStep, happened: (event: string) => boolean): boolean {
  return completionEvents.some(happened);
}

function stepId(walkthrough: string, step: string): string {
  return `${walkthrough}/${step}`;
}
