import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';

const showDelayMs = 500;
const gapPixels = 6;

/**
 * Shows the `data-tooltip` of whatever is pointed at or reached by keyboard, anywhere in the window's own parts.
 * It repeats what screen readers know already by the element's name.
 */
@customElement('shell-tooltip')
export class ShellTooltip extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      [popover] { background: var(--vscode-editorHoverWidget-background); border: 1px solid var(--vscode-editorHoverWidget-border);
        border-radius: 4px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow); color: var(--vscode-editorHoverWidget-foreground); inset: auto; margin: 0;
          max-width: min(320px, 90vw);
        padding: 4px 8px; pointer-events: none; position: fixed; width: max-content; }
    `,
  ];

  @state() private text = '';
  private anchor: Element | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerover', (event) => this.consider(event, showDelayMs));
    document.addEventListener('focusin', (event) => this.considerFocus(event));
    for (const name of ['pointerdown', 'keydown', 'focusout', 'scroll']) document.addEventListener(name, () => this.hide(), true);
  }

  protected override render() {
    return html`<div popover="manual" aria-hidden="true">${this.text}</div>`;
  }

  private considerFocus(event: Event): void {
    const [target] = event.composedPath();
    if (target instanceof Element && target.matches(':focus-visible')) this.consider(event, 0);
  }

  private consider(event: Event, delayMs: number): void {
    const anchor = event
      .composedPath()
      .find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset.tooltip !== undefined);
    if (anchor === this.anchor) return;
    this.hide();
    this.anchor = anchor;
    if (anchor) this.timer = setTimeout(() => void this.show(anchor), delayMs);
  }

  private async show(anchor: HTMLElement): Promise<void> {
    this.text = anchor.dataset.tooltip ?? '';
    await this.updateComplete;
    const bubble = this.renderRoot.querySelector<HTMLElement>('[popover]');
    if (!bubble || this.text === '' || !anchor.isConnected || this.anchor !== anchor) return;
    bubble.showPopover();
    const { left, top } = placeBeside(anchor.getBoundingClientRect(), bubble.getBoundingClientRect());
    bubble.style.left = `${left}px`;
    bubble.style.top = `${top}px`;
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.anchor = undefined;
    const bubble = this.renderRoot.querySelector<HTMLElement>('[popover]');
    if (bubble?.matches(':popover-open')) bubble.hidePopover();
  }
}

/** To the right of something at the left edge, above something at the bottom, else below; always within the window. */
function placeBeside(anchor: DOMRect, bubble: DOMRect): { left: number; top: number } {
  if (anchor.right < 60) return { left: anchor.right + gapPixels, top: anchor.top + (anchor.height - bubble.height) / 2 };
  const centred = anchor.left + (anchor.width - bubble.width) / 2;
  const left = Math.max(gapPixels, Math.min(centred, innerWidth - bubble.width - gapPixels));
  const isLow = anchor.bottom + bubble.height + gapPixels > innerHeight;
  return { left, top: isLow ? anchor.top - bubble.height - gapPixels : anchor.bottom + gapPixels };
}
