import { controlStyles } from 'boule-bleue';
import { html, LitElement, nothing, unsafeCSS } from 'lit';

/** Draws the state that the plugin published, and answers with commands; nothing else passes. */
class HelloPanel extends LitElement {
  static properties = { panel: { attribute: false }, state: { attribute: false }, problem: { state: true } };

  static styles = unsafeCSS(controlStyles);

  render() {
    const { panel, state, problem } = this;
    if (!state) return html`<p>${panel.t('loading')}</p>`;
    return html`
      <h1>${panel.t('title')}</h1>
      ${state.office ? html`<p>${panel.t('office', { office: state.office })}</p>` : nothing}
      <p role="status">${panel.t('count', { greetings: state.greetings })}</p>
      <form @submit=${this.greet}>
        <label class="field">${panel.t('name')}<input name="name" autocomplete="off" maxlength="80" /></label>
        <button>${panel.t('greet')}</button>
      </form>
      <p class="problem" role="alert">${problem}</p>
    `;
  }

  async greet(event) {
    event.preventDefault();
    const { name } = Object.fromEntries(new FormData(event.target));
    const outcome = await this.panel.run('hello.greet', { name });
    this.problem = outcome.ok ? '' : outcome.sentence;
  }
}

customElements.define('hello-panel', HelloPanel);
