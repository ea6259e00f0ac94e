import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { html, LitElement, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { State } from './state.ts';

/** Draws the state that the main half published, and answers with commands; nothing else passes. */
@customElement('template-plugin-panel')
export class TemplatePluginPanel extends LitElement implements PanelElement<State> {
  static override styles = unsafeCSS(controlStyles);

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: State | undefined;
  @state() private problem = '';

  override render() {
    const { panel, state, problem } = this;
    if (!state) return html`<p>${panel.t('loading')}</p>`;
    return html`
      <h1>${panel.t('title')}</h1>
      <p role="status">${panel.t('count', { greetings: state.greetings })}</p>
      <form @submit=${this.greet}>
        <label class="field">${panel.t('name')}<input name="name" autocomplete="off" maxlength="80" /></label>
        <button>${panel.t('greet')}</button>
      </form>
      <p class="problem" role="alert">${problem}</p>
    `;
  }

  private async greet(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name'));
    const outcome = await this.panel.run('template-plugin.greet', { name });
    this.problem = outcome.ok ? '' : outcome.sentence;
  }
}
