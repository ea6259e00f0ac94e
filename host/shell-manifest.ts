import type { Manifest } from '../core/manifest/manifest.ts';
import { pluginCommandContributions, pluginPaletteEntries, pluginPanelContributions } from './shell-plugin-commands.ts';

/** The name under which the shell itself contributes and speaks. No plugin may bear it. */
export const shellId = 'shell';

/** Asks by which way requests leave this workstation: the first answer is the way. */
export const networkRouteHook = 'network.route';

/** Asks who keeps accounts for their names: `{ id, name }[]`, in the order in which users see them. */
export const accountsListHook = 'accounts.list';

/** Puts a notice of the overview away for good: `{ notice: string }`. */
export const dismissNoticeCommand = 'shell.dismiss-notice';

/** What the shell contributes, as any plugin would. Its strings are those of host/locales. */
export const shellManifest: Manifest = {
  id: shellId,
  version: '1.0.0',
  displayName: '%shell.displayName%',
  description: '%shell.description%',
  engine: '*',
  activationEvents: [],
  pluginDependencies: [],
  permissions: {},
  contributes: {
    commands: [
      ...pluginCommandContributions,
      {
        command: dismissNoticeCommand,
        title: '%shell.dismiss-notice%',
        arguments: {
          type: 'object',
          properties: { notice: { type: 'string', minLength: 1, maxLength: 256 } },
          required: ['notice'],
          additionalProperties: false,
        },
      },
    ],
    panels: pluginPanelContributions,
    statusBar: [
      {
        id: 'shell.ball',
        slot: 'ball',
        alignment: 'right',
        rank: 1000,
        priority: 0,
        icon: './icons/ball-unknown.svg',
        text: '%shell.ball.unknown%',
        showText: false,
        tooltip: '%shell.ball.unknown.tooltip%',
        menu: 'statusBar/ball',
      },
    ],
    menus: {
      commandPalette: [...pluginPaletteEntries, { command: dismissNoticeCommand, when: 'false' }],
      'statusBar/ball': [
        { submenu: 'impact-emploi/administer', group: '2_administer' },
        { submenu: 'impact-emploi/support', group: '3_support' },
      ],
    },
    submenus: [
      { id: 'impact-emploi/administer', label: '%shell.submenu.administer%' },
      { id: 'impact-emploi/support', label: '%shell.submenu.support%' },
    ],
    keybindings: [],
    configuration: [
      {
        title: '%shell.settings.impactEmploi%',
        properties: {
          'impactEmploi.version': {
            type: 'string',
            pattern: '^\\d{1,3}(\\.\\d{1,3}){1,3}$',
            default: '3.00.72',
            description: '%shell.settings.impactEmploi.version%',
          },
          'impactEmploi.installation': {
            type: 'string',
            maxLength: 64,
            default: '',
            description: '%shell.settings.impactEmploi.installation%',
          },
        },
      },
      {
        title: '%shell.settings.plugins%',
        properties: {
          'plugins.registry': {
            type: 'string',
            pattern: '^https://[^\\s/?#@]+(/[^\\s?#]*)?$',
            maxLength: 500,
            default: 'https://registry.npmjs.org/',
            description: '%shell.settings.plugins.registry%',
          },
          'plugins.catalogue': {
            type: 'string',
            maxLength: 1000,
            default: '',
            description: '%shell.settings.plugins.catalogue%',
          },
        },
      },
      {
        title: '%shell.settings.workbench%',
        properties: {
          'workbench.colorTheme': {
            // The id of a theme. Which there are depends on the plugins, and one that is gone may come back: no `enum` then.
            type: 'string',
            minLength: 1,
            maxLength: 200,
            enumItemLabels: [
              '%shell.settings.colorTheme.auto%',
              '%shell.settings.colorTheme.light%',
              '%shell.settings.colorTheme.dark%',
              '%shell.settings.colorTheme.high-contrast%',
              '%shell.settings.colorTheme.high-contrast-light%',
            ],
            default: 'auto',
            description: '%shell.settings.colorTheme%',
          },
          'workbench.language': {
            type: 'string',
            enum: ['auto', 'fr', 'en'],
            enumDescriptions: ['%shell.settings.language.auto%', '%shell.settings.language.fr%', '%shell.settings.language.en%'],
            default: 'auto',
            description: '%shell.settings.language%',
          },
        },
      },
    ],
    walkthroughs: [],
    hooks: [
      {
        id: networkRouteHook,
        kind: 'bail',
        description: '%shell.hook.network-route%',
        arguments: { type: 'object', maxProperties: 0 },
      },
      {
        id: accountsListHook,
        kind: 'bail',
        description: '%shell.hook.accounts-list%',
        arguments: { type: 'object', maxProperties: 0 },
      },
    ],
    themes: [],
    languages: [],
    authentication: [],
  },
};
