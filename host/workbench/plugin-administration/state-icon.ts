import { html } from 'lit';
import type { PluginItem } from '../../../core/protocol/plugin-administration.ts';

const icons: Readonly<Record<PluginItem['state'], readonly [icon: string, kind: 'good' | 'bad' | 'waiting' | 'plain']>> = {
  inactive: ['circle-large', 'plain'],
  activating: ['sync', 'waiting'],
  active: ['pass-filled', 'good'],
  failed: ['error', 'bad'],
  disabled: ['circle-slash', 'plain'],
  'held-back': ['circle-slash', 'waiting'],
  broken: ['error', 'bad'],
  unresponsive: ['watch', 'waiting'],
  restarting: ['sync', 'waiting'],
  'switched-off': ['error', 'bad'],
};

/** A picture beside a plugin's state, which is said in words too. */
export function stateIcon(state: PluginItem['state']) {
  const [icon, kind] = icons[state];
  return html`<shell-icon class="state-${kind}" icon="$(${icon})"></shell-icon>`;
}
