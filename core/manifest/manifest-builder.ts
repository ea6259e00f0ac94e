import type {
  AuthenticationContribution,
  CommandContribution,
  ConfigurationContribution,
  Contributions,
  HookContribution,
  KeybindingContribution,
  LanguageContribution,
  Manifest,
  MenuItemContribution,
  PanelContribution,
  StatusItemContribution,
  SubmenuContribution,
  ThemeContribution,
  WalkthroughContribution,
  WalkthroughStep,
} from './manifest.ts';
import type { ManifestNode } from './manifest-node.ts';
import { isCodicon } from './manifest-rules.ts';
import * as shapes from './manifest-schema.ts';
import type { Permissions } from './permissions.ts';
import { toPluginId } from './plugin-id.ts';

/** Turns a faultless `package.json` into a manifest: known members only, defaults filled in. */
export function buildManifest(root: ManifestNode, id: string): Manifest {
  const main = root.get('main').text;
  const displayName = root.get('displayName').text as string;
  return {
    id,
    version: root.get('version').text as string,
    displayName,
    description: root.get('description').text ?? '',
    engine: root.get('engines').get('boule-bleue').text as string,
    ...(main !== undefined && { main }),
    activationEvents: texts(root.get('activationEvents')),
    pluginDependencies: texts(root.get('pluginDependencies')).map(toPluginId),
    permissions: keep<Permissions>(root.get('permissions'), shapes.permissionsShape),
    contributes: buildContributions(root.get('contributes'), id, displayName),
  };
}

function buildContributions(contributes: ManifestNode, pluginId: string, displayName: string): Contributions {
  const each = <T>(point: string, build: (item: ManifestNode) => T): T[] => contributes.get(point).items().map(build);
  return {
    commands: each('commands', (item) => withCodicon(keep<CommandContribution>(item, shapes.commandShape))),
    panels: each('panels', (item) => ({ location: 'tab', ...keep(item, shapes.panelShape) }) as PanelContribution),
    statusBar: each('statusBar', buildStatusItem),
    menus: Object.fromEntries(
      contributes
        .get('menus')
        .entries()
        .map(([location, items]) => [location, items.items().map((item) => keep<MenuItemContribution>(item, shapes.menuItemShape))]),
    ),
    submenus: each('submenus', (item) => withCodicon(keep<SubmenuContribution>(item, shapes.submenuShape))),
    keybindings: each('keybindings', (item) => keep<KeybindingContribution>(item, shapes.keybindingShape)),
    configuration: each('configuration', (item) => ({
      title: item.get('title').text ?? displayName,
      properties: item.get('properties').value as ConfigurationContribution['properties'],
    })),
    walkthroughs: each('walkthroughs', (item) => ({
      ...keep<WalkthroughContribution>(item, shapes.walkthroughShape),
      steps: item
        .get('steps')
        .items()
        .map((step) => ({ description: '', ...keep<WalkthroughStep, 'description'>(step, shapes.walkthroughStepShape) })),
    })),
    hooks: each('hooks', (item) => keep<HookContribution>(item, shapes.hookShape)),
    themes: each('themes', (item) => ({
      ...keep<ThemeContribution>(item, shapes.themeShape),
      id: item.get('id').text ?? (item.get('label').text as string),
    })),
    authentication: each('authentication', (item) => keep<AuthenticationContribution>(item, shapes.authenticationShape)),
    languages: each('languages', (item) => ({ plugin: pluginId, ...keep<LanguageContribution, 'plugin'>(item, shapes.languageShape) })),
  };
}

function buildStatusItem(item: ManifestNode): StatusItemContribution {
  const declared = keep<StatusItemContribution, 'slot' | 'alignment' | 'rank' | 'priority' | 'showText'>(item, shapes.statusItemShape);
  return { slot: declared.id, alignment: 'left', rank: 0, priority: 0, showText: declared.icon === undefined, ...declared };
}

/** The members that a shape knows; `Defaulted` ones may be missing. The checks before vouch for their types. */
function keep<T, Defaulted extends keyof T = never>(
  item: ManifestNode,
  shape: { readonly properties: object },
): Omit<T, Defaulted> & Partial<Pick<T, Defaulted>> {
  const known = item.entries().filter(([name]) => Object.hasOwn(shape.properties, name));
  return Object.fromEntries(known.map(([name, { value }]) => [name, value])) as T;
}

function withCodicon<T extends { readonly icon?: string }>(contribution: T): T {
  if (typeof contribution.icon === 'string' && isCodicon(contribution.icon)) return contribution;
  const { icon: _notDrawn, ...rest } = contribution;
  return rest as T;
}

function texts(list: ManifestNode): string[] {
  return list.items().map((item) => item.text as string);
}
