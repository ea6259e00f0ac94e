import { viewKinds } from '../views/view-kind.ts';
import type { Shape } from './manifest-shape.ts';

/**
 * The shape of a plugin's `package.json`. Each `description` completes « Give … » in a fault's remedy.
 * Members that a contribution doesn't know are warnings: a manifest may be newer than the shell.
 */
const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;
const flag = (description: string) => ({ type: 'boolean', description }) as const;
const texts = (description: string) => ({ type: 'array', items: text('a text'), description }) as const;
const schema = (description: string) => ({ type: 'object', description }) as const;

/** An object with the given members, of which those named are required. */
const members = <const Members extends Record<string, Shape>>(
  description: string,
  properties: Members,
  required: readonly (keyof Members & string)[],
) => ({ type: 'object', description, properties, required, additionalProperties: false }) as const;

const listOf = (items: Shape) => ({ type: 'array', items, description: 'a list' }) as const;
/** A list, or one object in its place, as VS Code takes it. */
const listOrOne = (items: Shape) => ({ ...listOf(items), oneOrMore: true }) as const;

const title = text('a title, or a %key% of locales/<language>.json');
const when = text('a when clause');
const command = text('the id of a command');
const path = text("a path inside the plugin's folder, such as ./panel.js");

export const commandShape = members(
  'a command',
  { command, title, category: title, icon: {}, enablement: when, arguments: schema('the JSON Schema of its arguments') },
  ['command', 'title'],
);

export const panelShape = members(
  'a panel',
  {
    id: text('an id that begins with the plugin’s'),
    title,
    icon: text('a codicon, $(name)'),
    location: { enum: ['tab', 'sideBar', 'bottom'], description: 'one of tab, sideBar and bottom' },
    module: path,
    element: text('the tag of the panel’s custom element'),
    view: { enum: viewKinds, description: 'one of list, tree, table and form' },
    activityBar: { type: 'number', description: 'the rank of its entry in the activity bar' },
    when,
  },
  ['id', 'title', 'icon'],
);

export const statusItemShape = members(
  'a status item',
  {
    id: text('an id that begins with the plugin’s'),
    slot: text('the slot it shares with other items'),
    alignment: { enum: ['left', 'right'], description: 'left or right' },
    rank: { type: 'number', description: 'a number, higher nearer the edge' },
    priority: { type: 'number', description: 'a number, the highest of a slot is shown' },
    icon: text('a codicon, $(name), or the path of an SVG'),
    text: title,
    showText: flag('true or false'),
    tooltip: title,
    command,
    menu: text('a menu location'),
    when,
  },
  ['id', 'text'],
);

export const menuItemShape = members(
  'a menu entry',
  { command, submenu: text('the id of a submenu'), group: text('name@order'), when },
  [],
);
export const submenuShape = members('a submenu', { id: text('an id'), label: title, icon: {} }, ['id', 'label']);

export const keybindingShape = members(
  'a keybinding',
  { command, key: text('keys such as ctrl+shift+p'), mac: text('keys such as cmd+shift+p'), args: {}, when },
  ['command', 'key'],
);

export const configurationShape = members(
  'a group of settings',
  {
    id: text('an id'),
    order: { type: 'number', description: 'a number' },
    title,
    properties: { type: 'object', additionalProperties: schema('a JSON Schema'), description: 'settings by key' },
  },
  ['properties'],
);

export const walkthroughStepShape = members(
  'a step',
  {
    id: text('an id'),
    title,
    description: { type: 'string', description: 'Markdown' },
    when,
    completionEvents: texts('events such as onCommand:ID'),
  },
  ['id', 'title'],
);

export const walkthroughShape = members(
  'a walkthrough',
  { id: text('an id'), title, description: { type: 'string', description: 'a text' }, when, steps: listOf(walkthroughStepShape) },
  ['id', 'title', 'description', 'steps'],
);

export const hookShape = members(
  'a hook point',
  {
    id: text('an id that begins with the plugin’s'),
    kind: { enum: ['series', 'parallel', 'bail', 'waterfall'], description: 'one of series, parallel, bail and waterfall' },
    description: text('what the hook asks, or a %key%'),
    arguments: schema('the JSON Schema of its arguments'),
  },
  ['id', 'kind', 'description'],
);

export const themeShape = members(
  'a colour theme',
  {
    id: text('an id'),
    label: title,
    uiTheme: { enum: ['vs', 'vs-dark', 'hc-black', 'hc-light'], description: 'one of vs, vs-dark, hc-black and hc-light' },
    path,
  },
  ['label', 'uiTheme', 'path'],
);

export const languageShape = members('strings of a language', { id: text('a BCP 47 tag'), plugin: text('the id of a plugin'), path }, [
  'id',
  'path',
]);

export const authenticationShape = members('an authentication provider', { id: text('an id such as my-portal'), label: title }, [
  'id',
  'label',
]);

export const permissionsShape = members(
  'permissions',
  {
    network: texts('origins such as https://example.fr'),
    privateNetwork: flag('true or false'),
    networkProbe: flag('true or false'),
    secrets: flag('true or false'),
    commands: texts('ids of commands'),
    hooks: texts('ids of hook points'),
    settings: texts('keys of settings'),
    sharedStorage: flag('true or false'),
    authentication: texts('ids of authentication providers'),
    accounts: flag('true or false'),
    files: flag('true or false'),
    notifications: flag('true or false'),
    dialogs: flag('true or false'),
    openExternal: flag('true or false'),
  },
  [],
);

const contributesShape = members(
  'contributions',
  {
    commands: listOrOne(commandShape),
    panels: listOrOne(panelShape),
    statusBar: listOrOne(statusItemShape),
    menus: { type: 'object', additionalProperties: listOf(menuItemShape), description: 'lists of entries by menu location' },
    submenus: listOrOne(submenuShape),
    keybindings: listOrOne(keybindingShape),
    configuration: listOrOne(configurationShape),
    walkthroughs: listOrOne(walkthroughShape),
    hooks: listOrOne(hookShape),
    themes: listOrOne(themeShape),
    languages: listOrOne(languageShape),
    authentication: listOrOne(authenticationShape),
  },
  [],
);

/** Other members of a `package.json` are npm's and of no concern here. */
export const manifestShape = {
  type: 'object',
  description: 'a JSON object',
  properties: {
    name: text('an npm package name'),
    version: text('a version such as 1.0.0'),
    displayName: title,
    description: { type: 'string', description: 'a text' },
    engines: {
      type: 'object',
      description: 'the range of plugin APIs it works with',
      properties: { 'boule-bleue': text('a semver range such as ^1.0.0') },
      required: ['boule-bleue'],
    },
    main: path,
    activationEvents: texts('a list of events such as onStartup'),
    pluginDependencies: texts('a list of plugin ids'),
    permissions: permissionsShape,
    contributes: contributesShape,
  },
  required: ['name', 'version', 'displayName', 'engines'],
} as const satisfies Shape;
