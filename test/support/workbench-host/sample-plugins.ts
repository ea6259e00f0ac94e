import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type PluginItem,
  type PluginsState,
  pluginsPanel,
  type RunningPluginItem,
  runningPluginsPanel,
} from '../../../core/protocol/plugin-administration.ts';
import type { PanelItem } from '../../../core/protocol/window-protocol.ts';
import type { FakeHost } from './fake-host.ts';

const panels: readonly PanelItem[] = [
  {
    ...{ id: pluginsPanel, plugin: 'shell', title: 'Extensions', icon: '$(extensions)', location: 'tab', activityBar: 1000 },
    content: { kind: 'element', module: '/workbench/plugins-panel.js', element: 'shell-plugins-panel' },
  },
  {
    ...{ id: runningPluginsPanel, plugin: 'shell', title: 'Extensions en cours d’exécution', icon: '$(pulse)', location: 'tab' },
    content: { kind: 'element', module: '/workbench/running-plugins-panel.js', element: 'shell-running-plugins-panel' },
  },
];

/** Gives a host the shell's panels about plugins. */
export function offerPluginPanels(host: FakeHost): void {
  const strings = JSON.parse(readFileSync(join(import.meta.dirname, '../../../host/locales/fr.json'), 'utf8'));
  for (const { id } of panels) host.panelStrings.set(id, strings);
  host.snapshot = { ...host.snapshot, panels: [...host.snapshot.panels, ...panels] };
}

export function pluginsState(plugins: readonly PluginItem[], patch: Partial<PluginsState> = {}): PluginsState {
  return { plugins, catalogue: null, installing: null, safeMode: false, bisect: null, wanted: null, ...patch };
}

export function pluginItem(patch: Partial<PluginItem> & Pick<PluginItem, 'id'>): PluginItem {
  return {
    displayName: { key: patch.id },
    description: null,
    version: '1.0.0',
    origin: 'installed',
    state: 'active',
    isIsolated: true,
    problems: [],
    permissions: [],
    sessions: [],
    previousVersion: null,
    journalRevision: 0,
    ...patch,
  };
}

export function runningItem(patch: Partial<RunningPluginItem> & Pick<RunningPluginItem, 'id'>): RunningPluginItem {
  return {
    displayName: { key: patch.id },
    state: 'active',
    activationMs: 61.3,
    process: { pid: 1234, cpuPercent: 3.2, residentBytes: 47 * 2 ** 20 },
    calls: 12,
    restarts: 0,
    lastError: null,
    isProfiling: false,
    ...patch,
  };
}

const timesheet = pluginItem({
  id: 'timesheet',
  displayName: { key: 'Pointage' },
  description: { key: 'Reprend les heures du pointage.' },
  version: '2.1.0',
  previousVersion: '2.0.3',
  journalRevision: 3,
  permissions: [
    {
      group: 'network',
      permission: 'network',
      subject: 'https://pointage.example',
      sentence: { key: 'Envoyer des requêtes à https://pointage.example.' },
      isGranted: true,
    },
    { group: 'window', permission: 'notifications', subject: null, sentence: { key: 'Afficher des notifications.' }, isGranted: false },
  ],
});

/** Something of every kind that the list can hold. */
export const samplePlugins: readonly PluginItem[] = [
  timesheet,
  pluginItem({ id: 'archive', displayName: { key: 'Archivage' }, description: { key: 'Range les bulletins.' }, state: 'disabled' }),
  pluginItem({
    id: 'cracked',
    state: 'broken',
    problems: [{ key: 'error.manifest.invalid', args: { plugin: 'cracked', faults: '/main is missing' } }],
  }),
  pluginItem({ id: 'loop', displayName: { key: 'Boucle' }, state: 'unresponsive', origin: 'development' }),
  pluginItem({
    id: 'connection',
    displayName: { key: 'Connexion' },
    origin: 'bundled',
    isIsolated: false,
    permissions: [
      { group: 'network', permission: 'networkProbe', subject: null, sentence: { key: 'Essayer les adresses.' }, isGranted: true },
    ],
  }),
];
