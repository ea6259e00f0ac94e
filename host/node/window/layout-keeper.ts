import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import type { LayoutStore } from '../storage/layout-store.ts';

/** However often windows change their arrangement, the disk hears of it no more often. */
const writeIntervalMs = 250;

/** Knows the window's arrangement that was saved last, so that a snapshot needs no look into the store. */
export class LayoutKeeper {
  private layout: WorkbenchLayout | null = null;
  private written: WorkbenchLayout | null = null;
  private timer: NodeJS.Timeout | undefined;

  /** @param onError told of arrangements that could not be written. */
  constructor(
    private readonly store: Pick<LayoutStore, 'load' | 'save'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  get current(): WorkbenchLayout | null {
    return this.layout;
  }

  async load(): Promise<void> {
    this.layout = await this.store.load();
    this.written = this.layout;
  }

  /** Takes an arrangement, and writes the last one taken before long: at once where none was written lately. */
  save(layout: WorkbenchLayout): void {
    this.layout = layout;
    if (this.timer) return;
    void this.write();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.write();
    }, writeIntervalMs);
  }

  /** Writes what was not written yet. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.write();
  }

  private async write(): Promise<void> {
    const { layout } = this;
    if (layout === null || layout === this.written) return;
    this.written = layout;
    try {
      await this.store.save(layout);
    } catch (error) {
      this.onError(error);
    }
  }
}
