import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { OpenPanel } from './open-panels.ts';
import { isLoadedLater, loadOwnPanels } from './own-panels.ts';
import type { PanelDescriptor } from './panel-directory.ts';
import { PluginPanel } from './plugin-panel.ts';

/**
 * One panel: loading, failed, or shown. It is created when it is first shown, and kept while it is hidden.
 *
 * @tag shell-panel-view
 * @fires panel-dirty when the panel gets or loses unsaved changes
 */
@customElement('shell-panel-view')
export class ShellPanelView extends ShellElement implements OpenPanel {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    css`
      :host { display: block; min-height: 100%; }
      .waiting { align-items: center; color: var(--vscode-descriptionForeground); display: flex; gap: 10px; padding: 24px; }
      .failed { align-items: start; background: var(--vscode-inputValidation-errorBackground);
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        border-radius: 6px; display: flex; gap: 10px; margin: 20px; max-width: 48em; padding: 12px 14px; }
      .failed shell-icon { color: var(--vscode-errorForeground); margin-block-start: 2px; }
      .failed .plain { border-color: var(--vscode-input-border); margin-block-start: 8px; }
      .content.plugin { max-width: 1100px; padding: 20px 24px; }
      .content.view { height: 100%; padding: 14px 16px; }
      .content.loading { block-size: 0; overflow: hidden; padding: 0; visibility: hidden; }
      :host([fills]) { height: 100%; }
      @media (max-width: 560px) { .content.plugin { padding: 14px; } }
    `,
  ];

  @property({ attribute: false }) descriptor!: PanelDescriptor;
  /** Whether the panel is as high as its place, and scrolls by itself. */
  @property({ type: Boolean, reflect: true }) fills = false;

  /** Whether a panel of the window's own could not be loaded. */
  @state() private hasFailed = false;
  private plugin: PluginPanel | undefined;
  private ownElement: ShellElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.workbench.openPanels.add(this.descriptor.id, this);
    if (this.plugin || this.ownElement) return;
    const { source } = this.descriptor;
    if (source.kind === 'plugin') {
      this.plugin = new PluginPanel(this.workbench, source.item, () => this.handleChange());
      this.plugin.start();
    } else {
      this.showOwn(source.element);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that only moves is connected again at once, and keeps its panel.
    queueMicrotask(() => this.isConnected || this.dispose());
  }

  get hasUnsavedChanges(): boolean {
    this.plugin?.lookForChanges();
    return this.plugin?.hasUnsavedChanges ?? false;
  }

  get canSave(): boolean {
    return this.plugin?.element?.save !== undefined;
  }

  async save(): Promise<boolean> {
    return (await this.plugin?.save()) ?? false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { source } = this.descriptor;
    if (source.kind !== 'plugin') return;
    this.fills = source.item.content.kind === 'view';
    if (changed.has('descriptor')) this.plugin?.follow(source.item);
  }

  protected override updated(): void {
    const content = this.root.querySelector('.content');
    const element = this.plugin ? this.plugin.element : this.ownElement;
    if (content && element && content.firstElementChild !== element) content.replaceChildren(element);
  }

  protected override render() {
    const { plugin } = this;
    if (!plugin) return this.renderOwn();
    if (plugin.status === 'failed') return this.renderFailure(plugin.failure);
    const isLoading = plugin.status === 'loading';
    // What loads somewhere else has to stand in the page for that, and must not be moved.
    return html`${isLoading ? this.renderWaiting() : nothing}${plugin.hasThrown ? this.renderFailure('workbench.panel.threw') : nothing}
      <div class="content ${this.fills ? 'view' : 'plugin'} ${isLoading ? 'loading' : ''}"></div>`;
  }

  private showOwn(tag: string): void {
    if (isLoadedLater(tag)) {
      loadOwnPanels().then(
        () => this.showOwn(tag),
        () => {
          this.hasFailed = true;
        },
      );
      return;
    }
    this.ownElement = document.createElement(tag) as ShellElement;
    this.ownElement.workbench = this.workbench;
    this.requestUpdate();
  }

  private retry(): void {
    if (this.plugin) this.plugin.retry();
    // Browsers remember a module that failed to load as long as the page is open.
    else location.reload();
  }

  private renderOwn() {
    if (this.hasFailed) return this.renderFailure('workbench.panel.failed');
    return this.ownElement ? html`<div class="content"></div>` : this.renderWaiting();
  }

  private renderWaiting() {
    return html`
      <div class="waiting" role="status">
        <vscode-progress-ring role="presentation" aria-live="off"></vscode-progress-ring>
        ${this.t('workbench.panel.loading', { panel: this.descriptor.title })}
      </div>
    `;
  }

  private renderFailure(sentence: string) {
    return html`
      <div class="failed" role="alert">
        <shell-icon icon="$(error)"></shell-icon>
        <div>
          <p>${this.t(sentence, { panel: this.descriptor.title, source: this.source })}</p>
          <button class="plain" type="button" @click=${() => this.retry()}>${this.t('workbench.panel.retry')}</button>
        </div>
      </div>
    `;
  }

  /** Whose panel it is, in the words of the plugin. */
  private get source(): string {
    const { source } = this.descriptor;
    return source.kind === 'plugin' && source.item.content.kind === 'frame' ? source.item.content.source : '';
  }

  private dispose(): void {
    this.workbench.openPanels.remove(this.descriptor.id, this);
    this.plugin?.dispose();
  }

  private handleChange(): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('panel-dirty', { bubbles: true, composed: true }));
  }
}
