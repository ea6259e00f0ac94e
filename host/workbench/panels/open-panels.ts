import type { LeaveAnswer } from '../dialogs/window-dialogs.ts';

/** A panel on the screen, as far as leaving it is concerned. */
export interface OpenPanel {
  readonly hasUnsavedChanges: boolean;
  readonly canSave: boolean;
  /** Whether it worked. */
  save(): Promise<boolean>;
}

/** The panels whose elements exist now. */
export class OpenPanels {
  private readonly panels = new Map<string, OpenPanel>();

  add(panelId: string, panel: OpenPanel): void {
    this.panels.set(panelId, panel);
  }

  remove(panelId: string, panel: OpenPanel): void {
    if (this.panels.get(panelId) === panel) this.panels.delete(panelId);
  }

  find(panelId: string): OpenPanel | undefined {
    return this.panels.get(panelId);
  }

  get hasUnsavedChanges(): boolean {
    return [...this.panels.values()].some((panel) => panel.hasUnsavedChanges);
  }

  /** Whether a panel may be left now: at once when nothing would be lost, else as the user answers. */
  async confirmLeaving(panelId: string, ask: (canSave: boolean) => Promise<LeaveAnswer>): Promise<boolean> {
    const panel = this.panels.get(panelId);
    if (!panel?.hasUnsavedChanges) return true;
    const answer = await ask(panel.canSave);
    return answer === 'save' ? panel.save() : answer === 'discard';
  }
}
