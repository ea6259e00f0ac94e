import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { iconStyles } from './icon-styles.ts';
import { warningIcon } from './icons.ts';

/**
 * Until when no password is tried after too many wrong ones. Eyes see the time run; screen readers are told the time of day once, and when
 * it is over.
 */
@customElement('credentials-lock-countdown')
export class CredentialsLockCountdown extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  /** In ms since 1970. */
  @property({ type: Number }) until = 0;

  @state() private now = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('until')) return;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tick(), 1_000);
    this.tick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override render() {
    const isOver = this.now >= this.until;
    const sentence = isOver ? this.panel.t('lock-out.over') : this.panel.t('lock-out.until', { until: this.until });
    return html`<p role="status">${isOver ? '' : warningIcon}<span>${sentence}</span></p>
      ${isOver ? '' : html`<p class="left" aria-hidden="true">${this.panel.t('lock-out.left', this.left)}</p>`}`;
  }

  private get left(): { readonly minutes: number; readonly seconds: number } {
    const seconds = Math.max(0, Math.ceil((this.until - this.now) / 1_000));
    return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
  }

  private tick(): void {
    this.now = Date.now();
    if (this.now >= this.until) clearInterval(this.timer);
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      p {
        display: flex;
        gap: 0.4em;
        margin: 0 0 0.4em;
      }
      .left {
        font-variant-numeric: tabular-nums;
        padding-inline-start: 1.6em;
      }
    `,
  ];
}
