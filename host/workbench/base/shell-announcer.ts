import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';

/** Has a screen reader say something without moving the focus. */
@customElement('shell-announcer')
export class ShellAnnouncer extends LitElement {
  /** Inside the window, so that the page has nothing to scroll to. */
  static override readonly styles = [baseStyles, css`:host { inset: 0 auto auto 0; position: fixed; }`];

  @state() private calm = '';
  @state() private urgent = '';

  async say(text: string, isUrgent: boolean): Promise<void> {
    const part = isUrgent ? 'urgent' : 'calm';
    // The same text twice would be no change, and not be said again.
    this[part] = '';
    await this.updateComplete;
    this[part] = text;
  }

  protected override render() {
    return html`
      <div class="visually-hidden" role="status">${this.calm}</div>
      <div class="visually-hidden" role="alert">${this.urgent}</div>
    `;
  }
}
