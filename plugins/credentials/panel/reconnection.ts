import type { PanelApi } from 'boule-bleue';
import { html } from 'lit';

/** The connection plugin's command, and what it resolves with. It is offered only where the main half knows that plugin to be there. */
const reconnectCommand = 'connection.authenticate';
type Reconnection = { readonly ok: boolean; readonly sentence?: unknown };

export function renderReconnection(panel: PanelApi, report: (text: string, isProblem: boolean) => void) {
  const reconnect = async () => {
    const outcome = await panel.run(reconnectCommand);
    if (!outcome.ok) return report(outcome.sentence, !outcome.cancelled);
    const { ok, sentence } = outcome.value as Reconnection;
    report(ok || typeof sentence !== 'string' ? panel.t(ok ? 'reconnect.done' : 'reconnect.failed') : sentence, !ok);
  };
  return html`<button type="button" class="secondary" @click=${reconnect}>${panel.t('reconnect')}</button>`;
}
