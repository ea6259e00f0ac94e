import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import type { LayoutStore } from '../storage/layout-store.ts';

/** Knows the window's arrangement that was saved last, so that a snapshot needs no look into the store. */
export class LayoutKeeper {
  private layout: WorkbenchLayout | null = null;

  constructor(private readonly store: LayoutStore) {}

  get current(): WorkbenchLayout | null {
    return this.layout;
  }

  async load(): Promise<void> {
    this.layout = await this.store.load();
  }

  async save(layout: WorkbenchLayout): Promise<void> {
    this.layout = layout;
    await this.store.save(layout);
  }
}
