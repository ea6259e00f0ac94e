import { controlStyles, type PanelApi, type Serialisable } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Tick } from '../access-test/check-answers.ts';
import type { ConnectionPanelState } from '../panel-state.ts';
import { serverRoles } from '../values/connection-values.ts';
import './details/test-details.ts';
import { iconStyles } from './icon-styles.ts';
import { failedIcon, reachedIcon } from './icons.ts';
import { requestRun } from './run-request.ts';

type Test = NonNullable<ConnectionPanelState['test']>;

/** The commands that the guide advises in each of its cases. */
const advisedCommands: Partial<Record<Test['outcome'], readonly (readonly [command: string, label: string])[]>> = {
  unreached: [
    ['connection.authenticate', 'command.authenticate'],
    ['connection.contact-assistance', 'command.contact-assistance'],
    ['assistance.activate', 'action.enter-assistance-mode'],
  ],
  'reached-but-refused': [
    ['connection.contact-assistance', 'command.contact-assistance'],
    ['assistance.activate', 'action.enter-assistance-mode'],
  ],
};

/**
 * The test as a whole: the guide's case in a sentence, what it advises, and the technical details for the assistance desk.
 * @fires connection-run with the command that the user chose
 */
@customElement('connection-result')
export class ConnectionResult extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) test: Test | null = null;
  /** Whether the fields hold what was tested. */
  @property({ type: Boolean }) current = false;
  @state() private isOpen = false;

  override render() {
    const outcome = this.current ? this.test?.outcome : undefined;
    return html`<section aria-labelledby="legend" class=${outcome ?? ''}>
      <h2 id="legend">${this.panel.t('result.legend')}</h2>
      <p role="status">${this.panel.t(this.summary)}</p>
      ${this.test?.outcome === 'running' ? this.renderProgress(this.test.addresses.length) : nothing}
      ${this.current && this.test?.changes ? html`<p class="changes">${this.panel.t(this.test.changes.sentence)}</p>` : nothing}
      ${this.test && outcome ? [this.renderTicks(this.test.ticks), this.renderAdvice(outcome), this.renderDetails(this.test)] : nothing}
      ${this.test?.at ? this.renderFurther() : nothing}
    </section>`;
  }

  /** Where a finished test can be looked at further, whatever the fields have come to hold. */
  private renderFurther() {
    const button = (command: string, label: string, args?: Serialisable) =>
      html`<button type="button" class="secondary" @click=${() => requestRun(this, command, args)}>${this.panel.t(label)}</button>`;
    return html`<div class="actions">
      ${button('connection.history', 'command.history')} ${button('connection.report', 'command.report', {})}
    </div>`;
  }

  private get summary() {
    if (!this.test) return 'result.none';
    return this.current || this.test.outcome === 'running' ? this.test.summary : 'result.outdated';
  }

  private renderProgress(done: number) {
    return html`<progress aria-label=${this.panel.t('result.progress')} max=${serverRoles.length} value=${done}></progress>`;
  }

  private renderTicks(ticks: readonly Tick[]) {
    if (ticks.length === 0) return nothing;
    return html`<h3 id="ticks">${this.panel.t('result.ticks')}</h3>
      <ul role="list" aria-labelledby="ticks">
        ${ticks.map(({ label, ok, sentence }) => {
          const text = this.panel.t(sentence);
          const name = ok ? this.panel.t('mark.reached') : this.panel.t('mark.failed', { sentence: text });
          return html`<li>
            <span role="img" aria-label=${name}>${ok ? reachedIcon : failedIcon}</span>
            <span><b>${this.panel.t(label)}</b> ${text} ${label.plugin ? html`<small>${this.panel.t('waterfall.by-plugin', { plugin: label.plugin })}</small>` : nothing}</span>
          </li>`;
        })}
      </ul>`;
  }

  private renderAdvice(outcome: Test['outcome']) {
    const commands = advisedCommands[outcome];
    if (!commands) return nothing;
    return html`<p>${this.panel.t(outcome === 'unreached' ? 'advice.unreached' : 'advice.refused')}</p>
      <p>${this.panel.t('advice.meanwhile')}</p>
      <div class="actions">
        ${commands.map(
          ([command, label]) =>
            html`<button type="button" class="secondary" @click=${() => requestRun(this, command)}>${this.panel.t(label)}</button>`,
        )}
      </div>`;
  }

  private renderDetails({ addresses }: Test) {
    if (addresses.length === 0) return nothing;
    const onToggle = ({ newState }: ToggleEvent) => {
      this.isOpen = newState === 'open';
    };
    return html`<details @toggle=${onToggle}>
      <summary>${this.panel.t('result.details')}</summary>
      ${this.isOpen ? html`<connection-test-details .panel=${this.panel} .results=${addresses}></connection-test-details>` : nothing}
    </details>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      section {
        background: var(--vscode-welcomePage-tileBackground);
        border: 1px solid var(--vscode-welcomePage-tileBorder, transparent);
        border-inline-start: 4px solid var(--vscode-descriptionForeground);
        border-radius: 6px;
        padding: 0.9em 1.1em;
      }
      section.reached {
        border-inline-start-color: var(--vscode-testing-iconPassed);
        color: inherit;
      }
      .unreached,
      .reached-but-refused {
        border-inline-start-color: var(--vscode-testing-iconFailed);
      }
      h2 {
        margin-bottom: 0.3em;
      }
      h3 {
        margin: 0.9em 0 0.3em;
      }
      p {
        margin: 0 0 0.5em;
        overflow-wrap: anywhere;
      }
      progress {
        accent-color: var(--vscode-progressBar-background);
        width: 100%;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      ul li {
        display: flex;
        gap: 0.6em;
        margin-bottom: 0.3em;
      }
      small {
        color: var(--vscode-descriptionForeground);
      }
      details {
        margin-top: 0.9em;
      }
      summary {
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
        width: fit-content;
      }
      connection-test-details {
        margin-top: 0.7em;
      }
    `,
  ];
}
