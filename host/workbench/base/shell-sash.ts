import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';

const stepPixels = 20;

/**
 * The line between two parts, by which a part is made larger or smaller, with the mouse or the arrow keys.
 *
 * @tag shell-sash
 * @fires sash-resize `CustomEvent<number>`: the size wanted, in pixels
 */
@customElement('shell-sash')
export class ShellSash extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host { display: block; flex: none; position: relative; z-index: 2; }
      [role='separator'] { position: absolute; touch-action: none; }
      .vertical { cursor: col-resize; inset-block: 0; inset-inline-start: -3px; width: 6px; }
      .horizontal { cursor: row-resize; height: 6px; inset-block-start: -3px; inset-inline: 0; }
      [role='separator']:hover, [role='separator']:active, :focus-visible { background: var(--vscode-sash-hoverBorder); }
      :focus-visible { outline: 1px solid var(--vscode-sash-hoverBorder); }
    `,
  ];

  /** Of the line. The part before a vertical one, or after a horizontal one, is resized. */
  @property() orientation: 'vertical' | 'horizontal' = 'vertical';
  /** What is resized, for screen readers. */
  @property() label = '';
  /** Sizes in pixels. */
  @property({ type: Number }) value = 0;
  @property({ type: Number }) minimum = 0;
  @property({ type: Number }) maximum = 0;

  protected override render() {
    return html`
      <div class=${this.orientation} role="separator" tabindex="0" aria-orientation=${this.orientation} aria-label=${this.label}
        aria-valuenow=${this.value} aria-valuemin=${this.minimum} aria-valuemax=${this.maximum}
        @keydown=${this.handleKey} @pointerdown=${this.startDragging}></div>
    `;
  }

  private handleKey(event: KeyboardEvent): void {
    const growing = this.orientation === 'vertical' ? 'ArrowRight' : 'ArrowUp';
    const shrinking = this.orientation === 'vertical' ? 'ArrowLeft' : 'ArrowDown';
    const targets: Record<string, number> = {
      [growing]: this.value + stepPixels,
      [shrinking]: this.value - stepPixels,
      Home: this.minimum,
      End: this.maximum,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.resize(target);
  }

  private startDragging(event: PointerEvent): void {
    const line = event.currentTarget as HTMLElement;
    const place = (moved: PointerEvent) => (this.orientation === 'vertical' ? moved.clientX : -moved.clientY);
    const [start, size] = [place(event), this.value];
    const dragging = new AbortController();
    line.setPointerCapture(event.pointerId);
    line.addEventListener('pointermove', (moved) => this.resize(size + place(moved) - start), { signal: dragging.signal });
    line.addEventListener('lostpointercapture', () => dragging.abort(), { signal: dragging.signal });
  }

  private resize(pixels: number): void {
    this.dispatchEvent(new CustomEvent('sash-resize', { detail: pixels }));
  }
}
