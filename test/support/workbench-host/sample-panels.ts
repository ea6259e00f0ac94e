/** Modules of panels by address, as a plugin's author would write them without a build. */
export const samplePanels: Readonly<Record<string, string>> = {
  '/plugins/sample/form-panel.js': `
    import { css, html, LitElement } from 'lit';
    import { controlStyles } from 'boule-bleue';
    import { unsafeCSS } from 'lit';
    class FormPanel extends LitElement {
      static properties = { panel: { attribute: false }, state: { attribute: false }, typed: { state: true }, outcome: { state: true } };
      static styles = [unsafeCSS(controlStyles)];
      constructor() { super(); this.typed = ''; this.outcome = ''; }
      get hasUnsavedChanges() { return this.typed !== ''; }
      async save() { const outcome = await this.panel.run('sample.save', { name: this.typed }); if (outcome.ok) this.typed = ''; return outcome.ok; }
      async test() { const outcome = await this.panel.run('sample.test'); this.outcome = outcome.ok ? 'Réussi' : outcome.sentence; }
      render() {
        return html\`
          <h1>Paramètres de démonstration</h1>
          <p>\${this.panel.t('greeting', { name: this.state?.name ?? '…' })}</p>
          <div class="field"><label for="name">Nom</label><input id="name" .value=\${this.typed} @input=\${(event) => { this.typed = event.target.value; }}></div>
          <p role="status">\${this.outcome}</p>
          <div class="actions">
            <button @click=\${() => this.save()}>Enregistrer</button>
            <button class="secondary" @click=\${() => this.test()}>Tester</button>
            <button class="secondary" @click=\${() => this.panel.close()}>Quitter</button>
            <button class="secondary" @click=\${() => { throw new Error('The panel has a fault'); }}>Défaillir</button>
          </div>\`;
      }
    }
    customElements.define('sample-form', FormPanel);`,
  '/plugins/sample/plain-panel.js': `
    customElements.define('sample-plain', class extends HTMLElement {
      set panel(panel) { this.textContent = 'Un panneau sans bibliothèque, en ' + panel.language; }
    });`,
  '/plugins/sample/failing-panel.js': `customElements.define('sample-failing', class extends HTMLElement {});`,
};

/** Files of themes by address. */
export const sampleThemeFiles: Readonly<Record<string, string>> = {
  '/plugins/sample/sea.json': `{
    "name": "Mer",
    "type": "dark",
    "colors": { "editor.background": "#002b36", "sideBar.background": "#00212b", "terminal.ansiRed": "#dc322f" }
  }`,
  '/plugins/sample/chalk.json': '{ "colors": { "focusBorder": "#7a3000" } }',
  '/plugins/sample/broken.json': '{ "colors": { "editor.background": "#fff;} body { display: none" } }',
};
