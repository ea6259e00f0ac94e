import type { PanelElement } from '../../core/panel.ts';
import type { FrameFacts, FrameHostApi } from '../../core/protocol/frame-protocol.ts';
import { tell } from './tell.ts';

/** Events after which a panel may have got or lost unsaved changes. */
const editingEvents = ['input', 'change', 'click', 'keyup', 'focusout'] as const;

/** Tells the window what it can't see for itself: how high the panel is, and whether something in it would be lost. */
export class FrameFactsTeller {
  private told: Partial<FrameFacts> = {};
  private isTouched = false;

  constructor(
    private readonly host: FrameHostApi,
    private readonly element: () => (HTMLElement & PanelElement) | undefined,
  ) {}

  start(): void {
    // Only after the panel's own handlers, and what they draw, is it known whether there is something to save.
    for (const name of editingEvents) addEventListener(name, () => setTimeout(() => this.look()));
    for (const name of ['input', 'change']) {
      addEventListener(name, () => {
        this.isTouched = true;
      });
    }
    new ResizeObserver(() => this.look()).observe(document.body);
    this.look();
  }

  /** Tells what has become another. */
  look(): void {
    const element = this.element();
    const facts: FrameFacts = {
      contentHeightPixels: Math.ceil(document.body.getBoundingClientRect().height),
      hasUnsavedChanges: element?.hasUnsavedChanges === true,
      canSave: element?.save !== undefined,
      isTouched: this.isTouched,
    };
    const changes = Object.entries(facts).filter(([name, value]) => this.told[name as keyof FrameFacts] !== value);
    if (changes.length === 0) return;
    this.told = facts;
    tell(this.host.report(Object.fromEntries(changes)));
  }
}
