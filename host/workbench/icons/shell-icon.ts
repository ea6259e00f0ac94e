import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { drawInlineIcon, fetchIcon } from './icon-library.ts';

/**
 * Draws an icon, which is decoration: what it means is said in words beside it.
 *
 * @tag shell-icon
 * @attr icon a codicon, `$(name)`, or the address of a picture
 * @cssprop [--icon-size=16px]
 */
@customElement('shell-icon')
export class ShellIcon extends LitElement {
  static override readonly styles = css`
    :host { display: inline-flex; flex: none; height: var(--icon-size, 16px); width: var(--icon-size, 16px); }
    svg, img { display: block; height: 100%; width: 100%; }
    @keyframes turn { to { rotate: 360deg; } }
    .turning { animation: turn 1.5s linear infinite; }
    @media (prefers-reduced-motion: reduce) { .turning { animation-duration: 6s; } }
  `;

  @property() icon = '';
  @state() private drawing: Node | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ariaHidden = 'true';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('icon')) this.choose();
  }

  protected override render() {
    if (this.icon === '') return nothing;
    if (!this.icon.startsWith('$(')) return html`<img src=${this.icon} alt="" draggable="false" />`;
    return html`<span class=${this.icon.endsWith('~spin)') ? 'turning' : ''}>${this.drawing}</span>`;
  }

  private choose(): void {
    const { icon } = this;
    const name = /^\$\(([^~)]+)(~spin)?\)$/.exec(icon)?.[1];
    this.drawing = name === undefined ? undefined : drawInlineIcon(name);
    if (name === undefined || this.drawing) return;
    void fetchIcon(name).then((drawing) => {
      if (this.icon === icon) this.drawing = drawing;
    });
  }
}
