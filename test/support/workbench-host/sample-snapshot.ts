import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandItem, SettingItem, WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';

/** The strings that the host would send. */
export function workbenchStrings(language: 'fr' | 'en'): Readonly<Record<string, string>> {
  const strings = JSON.parse(readFileSync(join(import.meta.dirname, `../../../host/locales/${language}.json`), 'utf8')) as Record<
    string,
    string
  >;
  return Object.fromEntries(Object.entries(strings).filter(([key]) => key.startsWith('workbench.')));
}

/** Something of everything that a window can draw. */
export function sampleSnapshot(patch: Partial<WorkbenchSnapshot> = {}): WorkbenchSnapshot {
  return {
    version: '1.0.0',
    language: 'fr',
    demo: null,
    notices: [],
    strings: workbenchStrings('fr'),
    commands: sampleCommands,
    panels: samplePanelItems,
    statusItems: sampleStatusItems,
    menus: sampleMenus,
    keybindings: [{ command: 'sample.test', key: 'ctrl+k ctrl+t' }],
    walkthroughs: sampleWalkthroughs,
    themes: sampleThemes,
    contextKeys: { 'sample.connected': true, 'sample.canReset': false },
    badges: { 'sample.plain': { count: 3, label: '3 nouveautés' } },
    notifications: [],
    dialogs: [],
    layout: null,
    settings: { 'workbench.colorTheme': 'light', 'workbench.language': 'auto' },
    ...patch,
  };
}

/** As many commands as nobody has, to see whether the palette keeps up. */
export function manyCommands(count: number): readonly CommandItem[] {
  const verbs = ['Créer', 'Ouvrir', 'Fermer', 'Exporter', 'Éditer', 'Vérifier', 'Calculer', 'Déclarer', 'Imprimer', 'Réinitialiser'];
  const nouns = [
    'le bulletin',
    'la DSN',
    'le salarié',
    'l’association',
    'les cotisations',
    'le contrat',
    "l'heure",
    'la paie',
    'le prélèvement',
    "l'établissement",
  ];
  return Array.from({ length: count }, (_, index) => ({
    id: `many.command-${index}`,
    title: `${verbs[index % 10]} ${nouns[Math.floor(index / 10) % 10]} n° ${index}`,
    category: 'Paie',
  }));
}

const sampleCommands: readonly CommandItem[] = [
  { id: 'sample.open-connection', title: 'Paramètres de connexion', icon: '$(settings-gear)' },
  { id: 'sample.authenticate', title: "Relancer l'authentification auprès du serveur" },
  { id: 'sample.accounts', title: 'Comptes utilisateurs' },
  { id: 'sample.activate', title: 'Activer le mode assistance', icon: '$(bug)' },
  { id: 'sample.contact', title: "Contacter l'assistance" },
  { id: 'sample.readme', title: 'Lisez-moi' },
  { id: 'sample.test', title: "Tester l'accès aux serveurs", category: 'Connexion' },
  {
    id: 'sample.reset',
    title: 'Rétablir les adresses d’usine',
    category: 'Connexion',
    enablement: 'sample.canReset',
    disabledReason: 'Les adresses sont déjà celles d’usine.',
  },
  { id: 'sample.hidden', title: 'Commande cachée', when: 'false' },
];

const samplePanelItems: WorkbenchSnapshot['panels'] = [
  {
    id: 'sample.form',
    plugin: 'sample',
    title: 'Paramètres de démonstration',
    icon: '$(plug)',
    location: 'tab',
    content: { kind: 'element', module: '/plugins/sample/form-panel.js', element: 'sample-form' },
    activityBar: 10,
  },
  {
    id: 'sample.plain',
    plugin: 'sample',
    title: 'Nouveautés',
    icon: '$(book)',
    location: 'tab',
    content: { kind: 'element', module: '/plugins/sample/plain-panel.js', element: 'sample-plain' },
    activityBar: 20,
  },
  {
    id: 'sample.failing',
    plugin: 'sample',
    title: 'Panneau en panne',
    icon: '$(beaker)',
    location: 'tab',
    content: { kind: 'element', module: '/plugins/sample/failing-panel.js', element: 'sample-failing' },
  },
  {
    id: 'sample.missing',
    plugin: 'sample',
    title: 'Panneau absent',
    icon: '$(beaker)',
    location: 'tab',
    content: { kind: 'element', module: '/plugins/sample/missing-panel.js', element: 'sample-missing' },
  },
];

const sampleStatusItems: WorkbenchSnapshot['statusItems'] = [
  {
    id: 'shell.ball',
    slot: 'ball',
    alignment: 'right',
    rank: 1000,
    priority: 0,
    icon: '/workbench/icons/ball-unknown.svg',
    text: 'Impact emploi : état inconnu',
    showText: false,
    menu: 'statusBar/ball',
  },
  {
    id: 'sample.ball',
    slot: 'ball',
    alignment: 'right',
    rank: 1,
    priority: 10,
    icon: '/workbench/icons/favicon.svg',
    text: 'Impact emploi : connecté',
    showText: false,
    tooltip: 'L’installation est connectée au serveur de production.',
    menu: 'statusBar/ball',
    when: 'sample.connected',
  },
  {
    id: 'sample.version',
    slot: 'sample.version',
    alignment: 'left',
    rank: 1,
    priority: 0,
    text: 'Version 3.00.72',
    showText: true,
    icon: '$(tag)',
  },
  {
    id: 'sample.test-item',
    slot: 'sample.test-item',
    alignment: 'left',
    rank: 0,
    priority: 0,
    text: 'Tester',
    showText: true,
    command: 'sample.test',
  },
];

const sampleMenus: WorkbenchSnapshot['menus'] = {
  'statusBar/ball': [
    { command: 'sample.open-connection', title: 'Paramètres de connexion', icon: '$(settings-gear)', group: '1_connection', order: 1 },
    { command: 'sample.authenticate', title: "Relancer l'authentification auprès du serveur", group: '1_connection', order: 2 },
    { command: 'sample.reset', title: 'Rétablir les adresses d’usine', group: '1_connection', order: 3 },
    { submenu: 'impact-emploi/administer', title: 'Administrer', group: '2_administer', order: 0 },
    { submenu: 'impact-emploi/support', title: 'Demande de support technique', group: '3_support', order: 0 },
    { submenu: 'impact-emploi/empty', title: 'Sous-menu vide', group: '3_support', order: 1 },
  ],
  'impact-emploi/administer': [{ command: 'sample.accounts', title: 'Comptes utilisateurs', group: '', order: 0 }],
  'impact-emploi/support': [
    { command: 'sample.activate', title: 'Activer le mode assistance', icon: '$(bug)', group: '1_mode', order: 1 },
    { command: 'sample.contact', title: "Contacter l'assistance", group: '2_contact', order: 1 },
    { command: 'sample.readme', title: 'Lisez-moi', group: '2_contact', order: 2 },
  ],
};

/** Their files are in sample-panels.ts; that of the last is nowhere. */
const sampleThemes: WorkbenchSnapshot['themes'] = [
  { id: 'sample.sea', label: 'Mer', uiTheme: 'vs-dark', address: '/plugins/sample/sea.json' },
  { id: 'sample.chalk', label: 'Craie', uiTheme: 'hc-light', address: '/plugins/sample/chalk.json' },
  { id: 'sample.broken', label: 'Abîmé', uiTheme: 'vs-dark', address: '/plugins/sample/broken.json' },
  { id: 'sample.absent', label: 'Absent', uiTheme: 'vs-dark', address: '/plugins/sample/absent.json' },
];

const sampleWalkthroughs: WorkbenchSnapshot['walkthroughs'] = [
  {
    id: 'sample.procedure',
    title: 'Procédure de connexion au serveur',
    description: 'À suivre quand le logiciel ne se lance plus après une mise à jour.',
    steps: [
      {
        id: 'open',
        title: 'Ouvrir les paramètres',
        description: 'Clic droit sur la **boule bleue**.\n[Paramètres de connexion](command:sample.open-connection)',
        done: true,
      },
      {
        id: 'test',
        title: 'Tester les serveurs',
        description: "[Tester l'accès aux serveurs](command:sample.test)\n\nUne coche verte :\n- à chaque adresse\n- sans exception",
        done: false,
      },
      { id: 'hidden', title: 'Étape cachée', description: '', when: 'false', done: false },
    ],
  },
  {
    id: 'sample.other',
    title: 'Identifiants Net-entreprises',
    description: 'Vérifier et mettre à jour.',
    steps: [{ id: 'one', title: 'Choisir le compte', description: 'Voir [le site](https://www.net-entreprises.fr).', done: false }],
  },
];

/** A setting for each kind of control. */
export function sampleSettings(): SettingItem[] {
  const item = (key: string, group: string, schema: SettingItem['schema'], value: SettingItem['value']): SettingItem => ({
    key,
    group,
    schema,
    value,
    isDefault: value === schema.default,
  });
  return [
    item(
      'workbench.colorTheme',
      'Fenêtre',
      {
        type: 'string',
        enum: ['auto', 'light', 'dark', 'high-contrast', 'high-contrast-light', 'sample.sea'],
        enumItemLabels: ['Comme le système', 'Clair', 'Sombre', 'Contraste élevé', 'Contraste élevé clair', 'Mer'],
        default: 'auto',
        title: 'Couleurs',
        description: 'Couleurs de la fenêtre.',
      },
      'auto',
    ),
    item('workbench.language', 'Fenêtre', { type: 'string', enum: ['auto', 'fr', 'en'], default: 'auto', title: 'Langue' }, 'auto'),
    item(
      'sample.proxy.host',
      'Connexion',
      { type: 'string', default: '', title: 'Adresse du proxy', description: 'Nom ou adresse du **serveur**.' },
      'proxy.asso.fr',
    ),
    item(
      'sample.proxy.port',
      'Connexion',
      { type: 'integer', minimum: 1, maximum: 65535, default: 8080, description: 'Port du proxy.' },
      8080,
    ),
    item('sample.automatic', 'Connexion', { type: 'boolean', default: true, title: 'Vérifier au démarrage' }, true),
    item(
      'sample.hosts',
      'Connexion',
      { type: 'array', items: { type: 'string' }, default: [], title: 'Sans proxy', description: 'Une adresse par ligne.' },
      [],
    ),
    item('sample.advanced', 'Connexion', { type: 'object', default: {}, title: 'Avancé' }, { timeoutMs: 5000 }),
  ];
}
