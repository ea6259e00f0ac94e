import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ReportLine, ReportPreview } from '../../report/report-lines.ts';
import { historyStyles } from './history-styles.ts';
import { askToRun, askToSay, type HistoryRun } from './run-event.ts';

/**
 * A report before it leaves: every line that it has, each of which the user can keep back.
 * @fires connection-history-run
 * @fires connection-history-say
 */
@customElement('connection-report-preview')
export class ConnectionReportPreview extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) preview!: ReportPreview;

  @state() private withheld: ReadonlySet<string> = new Set();

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const former = changed.get('preview');
    if (former && former.test !== this.preview.test) this.withheld = new Set();
  }

  override render() {
    const { panel, preview } = this;
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">${panel.t('history.preview')}</h2>
      <p>${panel.t('history.preview-hint')}</p>
      <div class="actions choice">
        <button type="button" class="secondary" @click=${this.withholdPrivate}>${panel.t('history.withhold-private')}</button>
        <button type="button" class="secondary" @click=${this.includeAll}>${panel.t('history.include-all')}</button>
      </div>
      ${preview.groups.map(
        ({ heading, lines }) => html`<fieldset>
          <legend>${heading}</legend>
          ${lines.map((line) => this.renderLine(line))}
        </fieldset>`,
      )}
      ${this.renderActions()}
    </section>`;
  }

  private renderLine({ id, label, texts, isPrivate, isFixed }: ReportLine) {
    const isWithheld = this.withheld.has(id);
    return html`<div class="line ${isWithheld ? 'withheld' : ''}">
      <input
        id=${id}
        type="checkbox"
        .checked=${!isWithheld}
        ?disabled=${isFixed}
        aria-describedby="text-${id}"
        @change=${() => this.toggle(id)}
      />
      <label for=${id}>
        ${label}
        ${isPrivate ? html`<span class="tag">${this.panel.t('history.private')}</span>` : nothing}
        ${isFixed ? html`<span class="quiet">(${this.panel.t('history.always')})</span>` : nothing}
      </label>
      <div class="texts" id="text-${id}">${texts.map((text) => html`<span>${text}</span>`)}</div>
    </div>`;
  }

  private renderActions() {
    const { panel } = this;
    const button = (key: string, onClick: () => void, kind = 'secondary') =>
      html`<button type="button" class=${kind} @click=${onClick}>${panel.t(key)}</button>`;
    return html`<div class="actions">
      ${button('history.mail', this.mail, '')} ${button('history.copy', this.copy)}
      ${button('history.save-markdown', () => this.save('markdown'))} ${button('history.save-json', () => this.save('json'))}
      ${button('history.close', () => askToRun(this, { command: 'connection.close-report' }))}
    </div>`;
  }

  private toggle(id: string): void {
    const next = new Set(this.withheld);
    if (!next.delete(id)) next.add(id);
    this.withheld = next;
  }

  private withholdPrivate(): void {
    const lines = this.preview.groups.flatMap((group) => group.lines);
    this.withheld = new Set(lines.filter(({ isPrivate, isFixed }) => isPrivate && !isFixed).map(({ id }) => id));
  }

  private includeAll(): void {
    this.withheld = new Set();
  }

  private save(format: 'json' | 'markdown'): void {
    this.ask('connection.save-report', { format }, (value) => {
      if ((value as { saved: boolean }).saved) askToSay(this, this.panel.t('history.saved'));
    });
  }

  private mail(): void {
    this.ask('connection.mail-report', {}, (value) => {
      askToSay(this, this.panel.t((value as { isWhole: boolean }).isWhole ? 'history.mailed' : 'history.mailed-apart'));
    });
  }

  private copy(): void {
    this.ask('connection.copy-report', {}, async (value) => {
      const isCopied = await navigator.clipboard.writeText((value as { text: string }).text).then(
        () => true,
        () => false,
      );
      askToSay(this, this.panel.t(isCopied ? 'history.copied' : 'history.not-copied'), !isCopied);
    });
  }

  private ask(command: string, args: { readonly format?: string }, onDone: NonNullable<HistoryRun['onDone']>): void {
    askToRun(this, { command, args: { ...args, test: this.preview.test, withheld: [...this.withheld] }, onDone });
  }

  static override styles = [
    unsafeCSS(controlStyles),
    historyStyles,
    css`
      .choice {
        margin: 0 0 1em;
      }
      .line {
        align-items: start;
        border-bottom: 1px solid var(--vscode-textSeparator-foreground);
        display: grid;
        gap: 0.2em 0.4em;
        grid-template-columns: auto minmax(8em, 16em) minmax(0, 1fr);
        padding: 0.3em 0;
      }
      .line input {
        margin-top: 0.2em;
      }
      .texts span {
        display: block;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .withheld .texts {
        text-decoration: line-through;
      }
      .withheld label,
      .withheld .texts {
        color: var(--vscode-descriptionForeground);
      }
      .tag {
        border: 1px solid var(--vscode-descriptionForeground);
        border-radius: 3px;
        font-size: 0.85em;
        padding: 0 0.35em;
      }
      :host {
        container-type: inline-size;
      }
      @container (width < 40em) {
        .line {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .texts {
          grid-column: 2;
        }
      }
    `,
  ];
}
