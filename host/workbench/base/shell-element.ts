import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Event } from '../../../core/event.ts';
import type { Translate } from '../../../core/l10n/translator.ts';
import { DisposableStore } from '../../../core/lifecycle.ts';
import type { Workbench } from '../workbench.ts';

/** An element of the window. It draws from the workbench, and again whenever one of its sources fires. */
export abstract class ShellElement extends LitElement {
  @property({ attribute: false }) workbench!: Workbench;

  /** What ends when the element leaves the page. */
  protected subscriptions = new DisposableStore();

  /** What this element draws from, beside the window's language. */
  protected sources(): readonly Event<unknown>[] {
    return [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions = new DisposableStore();
    const redraw = () => this.requestUpdate();
    for (const source of [this.workbench.store.changesOf('strings'), ...this.sources()]) this.subscriptions.add(source(redraw));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.subscriptions.dispose();
  }

  protected readonly t: Translate = (key, args) => this.workbench.t(key, args);

  /** The element's own part of the page. */
  protected get root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }
}
