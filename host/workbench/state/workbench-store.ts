import { type Event, EventEmitter } from '../../../core/event.ts';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { isSameValue } from '../base/same-value.ts';

export type SnapshotPart = keyof WorkbenchSnapshot;

/**
 * What the host said there is to draw: the page's inlined snapshot at first, then the host's patches.
 * A part that comes again unchanged keeps its identity, so that whoever derived something from it may keep that.
 */
export class WorkbenchStore {
  private readonly changed = new EventEmitter<ReadonlySet<SnapshotPart>>();

  constructor(private snapshot: WorkbenchSnapshot) {}

  get current(): WorkbenchSnapshot {
    return this.snapshot;
  }

  /** Fires with the parts that became others. */
  readonly onDidChange: Event<ReadonlySet<SnapshotPart>> = this.changed.event;

  /** Fires when one of the given parts became another. */
  changesOf(...parts: readonly SnapshotPart[]): Event<unknown> {
    return (listener) =>
      this.onDidChange((changed) => {
        if (parts.some((part) => changed.has(part))) listener(changed);
      });
  }

  /** Replaces the given parts. */
  update(patch: Partial<WorkbenchSnapshot>): void {
    const parts = Object.keys(patch) as SnapshotPart[];
    const different = parts.filter((part) => !isSameValue(patch[part], this.snapshot[part]));
    if (different.length === 0) return;
    const values = Object.fromEntries(different.map((part) => [part, patch[part]]));
    this.snapshot = { ...this.snapshot, ...values };
    this.changed.fire(new Set(different));
  }
}
