import type { Message, PanelApi } from 'boule-bleue';
import { html, nothing } from 'lit';
import type { ConnectionPanelState } from '../panel-state.ts';
import type { WatchState } from '../watch/watch-state.ts';
import { heartIcon, pendingIcon, reachedIcon } from './icons.ts';

const icons = { unknown: pendingIcon, connecting: pendingIcon, connected: reachedIcon };

/** Where the installation stands with its server, and what the product does about it by itself. */
export function renderConnectionState(panel: PanelApi, { status, watch }: ConnectionPanelState) {
  const { state, reason, next } = status;
  const icon = state in icons ? icons[state as keyof typeof icons] : heartIcon;
  return html`<div class="state">
    ${icon}
    <div>
      <p role="status">${panel.t(`state.${state}`, { reason: reason ?? '' })} ${next ? panel.t(next) : nothing}</p>
      ${watch ? html`<p class="watch">${panel.t(describeWatch(watch))} ${panel.t('watch.hint')}</p>` : nothing}
    </div>
  </div>`;
}

function describeWatch({ nextAtMs, isAskedToWait }: WatchState): Message {
  if (nextAtMs === null) return { key: 'watch.looking' };
  return { key: isAskedToWait ? 'watch.asked-to-wait' : 'watch.next', args: { at: nextAtMs } };
}
