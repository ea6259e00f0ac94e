import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';
import { deepActiveElement } from './focus.ts';

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
  private silenced: Element | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // What tells of entering and of focusing stays within the shadow root that both elements lie in, and all of the window is one.
    document.addEventListener('pointermove', (event) => this.considerPointer(anchorOn(event.composedPath())));
    document.addEventListener('keyup', () => this.considerFocus());
    for (const name of ['keydown', 'focusout', 'scroll']) document.addEventListener(name, () => this.hide(), true);
    document.addEventListener('pointerdown', (event) => this.silence(anchorOn(event.composedPath())), true);
  }

  protected override render() {
    return html`<div popover="manual" aria-hidden="true">${this.text}</div>`;
  }

  private considerPointer(anchor: HTMLElement | undefined): void {
    if (anchor === undefined || anchor !== this.silenced) {
      this.silenced = undefined;
      this.consider(anchor, showDelayMs);
    }
  }

  /** Who has pressed something knows what it is, until pointing at it anew. */
  private silence(anchor: HTMLElement | undefined): void {
    this.hide();
    this.silenced = anchor;
  }

  private considerFocus(): void {
    const focused = deepActiveElement();
    if (focused?.matches(':focus-visible')) this.consider(anchorOn([focused]), 0);
  }

  private consider(anchor: HTMLElement | undefined, delayMs: number): void {
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

function anchorOn(path: readonly EventTarget[]): HTMLElement | undefined {
  return path.find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset.tooltip !== undefined);
}

/** To the right of something at the left edge, above something at the bottom, else below; always within the window. */
function placeBeside(anchor: DOMRect, bubble: DOMRect): { left: number; top: number } {
  if (anchor.right < 60) return { left: anchor.right + gapPixels, top: anchor.top + (anchor.height - bubble.height) / 2 };
  const centred = anchor.left + (anchor.width - bubble.width) / 2;
  const left = Math.max(gapPixels, Math.min(centred, innerWidth - bubble.width - gapPixels));
  const isLow = anchor.bottom + bubble.height + gapPixels > innerHeight;
  return { left, top: isLow ? anchor.top - bubble.height - gapPixels : anchor.bottom + gapPixels };
}
