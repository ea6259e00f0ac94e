import type { CommandOutcome, PanelApi } from 'boule-bleue';
import { html } from 'lit';

/** The connection plugin's command. It is offered only where the main half knows that plugin to be there. */
const reconnectCommand = 'connection.authenticate';

export function renderReconnection(panel: PanelApi, report: (outcome: CommandOutcome) => void) {
  const reconnect = async () => report(await panel.run(reconnectCommand));
  return html`<button type="button" class="secondary" @click=${reconnect}>${panel.t('reconnect')}</button>`;
}
