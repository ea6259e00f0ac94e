import type { ViewKind } from '../views/view-kind.ts';
import type { Permissions } from './permissions.ts';

/** JSON Schema (draft-07), as VS Code's settings use it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A `when` or `enablement` expression in VS Code's language. */
export type WhenClause = string;

/**
 * A plugin's `package.json` after reading: every fault was reported, every default filled in.
 * Titles may be `%key%` placeholders into `locales/<language>.json`.
 */
export interface Manifest {
  /** The package's name; `@scope/name` becomes `scope.name`. Ids of commands, panels, hooks and context keys begin with it. */
  readonly id: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  /** Semver range of the plugin API (`engines["boule-bleue"]`). */
  readonly engine: string;
  /** Main half: a module in the plugin's folder. A plugin that only contributes data has none. */
  readonly main?: string;
  /**
   * When to activate, beside the events that follow from contributions (a command, panel, authentication provider or tapped hook that is needed):
   * `onStartup`, `onCommand:ID`, `onPanel:ID`, `onHook:ID`, `onAuthenticationRequest:ID`.
   */
  readonly activationEvents: readonly string[];
  /** Ids of plugins that must be active before this one (`extensionDependencies` in VS Code). */
  readonly pluginDependencies: readonly string[];
  readonly permissions: Permissions;
  readonly contributes: Contributions;
}

export interface Contributions {
  readonly commands: readonly CommandContribution[];
  readonly panels: readonly PanelContribution[];
  readonly statusBar: readonly StatusItemContribution[];
  readonly menus: Readonly<Record<string, readonly MenuItemContribution[]>>;
  readonly submenus: readonly SubmenuContribution[];
  readonly keybindings: readonly KeybindingContribution[];
  readonly configuration: readonly ConfigurationContribution[];
  readonly walkthroughs: readonly WalkthroughContribution[];
  readonly hooks: readonly HookContribution[];
  readonly themes: readonly ThemeContribution[];
  readonly languages: readonly LanguageContribution[];
  readonly authentication: readonly AuthenticationContribution[];
}

export interface CommandContribution {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  /** A codicon, `$(name)`. */
  readonly icon?: string;
  /** Must hold for the command to run at all; without it the command is shown disabled. */
  readonly enablement?: WhenClause;
  /** Why it can't run while `enablement` does not hold, shown beside the dimmed entry. Default: a general sentence. */
  readonly disabledReason?: string;
  /** Shape of the arguments. Members with `writeOnly: true` reach the handler as `Secret`. Default: none are taken. */
  readonly arguments?: JsonSchema;
}

export type PanelContribution = ElementPanelContribution | ViewPanelContribution;

interface PanelPlacement {
  readonly id: string;
  readonly title: string;
  readonly icon: string;
  /** `tab` in the middle (default), `sideBar` or `bottom`. */
  readonly location: 'tab' | 'sideBar' | 'bottom';
  /** Rank of its entry in the activity bar, lowest on top; without it there is no entry. */
  readonly activityBar?: number;
  /** Whether the entry and the panel are there at all. */
  readonly when?: WhenClause;
}

/** A panel that the plugin draws itself. */
export interface ElementPanelContribution extends PanelPlacement {
  /** Module in the plugin's folder that defines the element. */
  readonly module: string;
  /** Tag of the element: `<plugin id>-…`. */
  readonly element: string;
  readonly view?: never;
}

/** A panel that the workbench draws from published data, with no code of the plugin in the window. */
export interface ViewPanelContribution extends PanelPlacement {
  readonly view: ViewKind;
  readonly module?: never;
  readonly element?: never;
}

export interface StatusItemContribution {
  readonly id: string;
  /**
   * Items of one slot share one place: the one of highest `priority` whose `when` holds is shown.
   * So several plugins draw one item together, such as the ball. Default: the item's own id.
   */
  readonly slot: string;
  readonly alignment: 'left' | 'right';
  /** Higher sits nearer the window's edge. Taken from the slot's first item. */
  readonly rank: number;
  readonly priority: number;
  /** A codicon, `$(name)`, or the path of an SVG in the plugin's folder. */
  readonly icon?: string;
  /** Accessible name, and the visible text where `showText` is set. */
  readonly text: string;
  readonly showText: boolean;
  readonly tooltip?: string;
  /** Runs on click, unless the item has a menu. */
  readonly command?: string;
  /** Menu location whose entries open on click, right click and Shift+F10. */
  readonly menu?: string;
  readonly when?: WhenClause;
}

/** One entry of a menu: a command or a submenu. */
export interface MenuItemContribution {
  readonly command?: string;
  readonly submenu?: string;
  /** `name@order`, as in VS Code: groups are sorted by name and drawn apart. */
  readonly group?: string;
  readonly when?: WhenClause;
}

export interface SubmenuContribution {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
}

export interface KeybindingContribution {
  readonly command: string;
  /** VS Code's notation, chords included: `ctrl+k ctrl+s`. */
  readonly key: string;
  readonly mac?: string;
  readonly args?: unknown;
  readonly when?: WhenClause;
}

export interface ConfigurationContribution {
  readonly title: string;
  /**
   * JSON Schemas by setting key, each with its `default` and `description`, and beside a `pattern` with a `patternErrorMessage`: the sentence,
   * or a `%key%`, that users read in place of the pattern when a value misses it. Keys begin with the plugin's id and a dot: a plugin with
   * others works while it is developed, but is not loaded once installed.
   */
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

export interface WalkthroughContribution {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly when?: WhenClause;
  readonly steps: readonly WalkthroughStep[];
}

export interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  /** Markdown; `[label](command:ID)` on a line of its own is drawn as a button. */
  readonly description: string;
  readonly when?: WhenClause;
  /** `onCommand:ID` or `onContext:CLAUSE`; the step is ticked when one of them happens. */
  readonly completionEvents?: readonly string[];
}

export type HookKind = 'series' | 'parallel' | 'bail' | 'waterfall';

export interface HookContribution {
  readonly id: string;
  readonly kind: HookKind;
  readonly description: string;
  /** Shape of the arguments. Members with `writeOnly: true` reach the taps as `Secret`. */
  readonly arguments?: JsonSchema;
}

/** Colours that users may choose for the window, by command or as the setting `workbench.colorTheme`. */
export interface ThemeContribution {
  /** Value of the setting. Default: the label. Ids of the shell's own themes, and of plugins loaded before, can't be taken. */
  readonly id: string;
  readonly label: string;
  /** The theme of the shell's that stands below, and gives every colour that the file does not. */
  readonly uiTheme: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';
  /**
   * JSON file (no comments, at most 200,000 characters) whose member `colors` gives colours by VS Code's ids, at most 1,000, as `#rgb`,
   * `#rgba`, `#rrggbb` or `#rrggbbaa`. Ids that the window has no use for are passed over; a file with any other fault is not used.
   */
  readonly path: string;
}

/**
 * Strings that this or another plugin lacks in a language. They fill gaps and replace nothing: what the plugin's own
 * `locales/<language>.json` says stands, and so does what a plugin loaded before contributed. Where that plugin is not loaded, and for
 * the shell itself (`shell`), they have no effect.
 */
export interface LanguageContribution {
  /** BCP 47 tag. Windows speak `fr` and `en`: strings of another language are not read, and the manifest gets a warning. */
  readonly id: string;
  /** Id of the plugin whose strings these are. Default: the plugin that contributes them. */
  readonly plugin: string;
  /** JSON file of texts by key, as those in `locales`. */
  readonly path: string;
}

/** A service at which the plugin gets sessions for others, by `AuthenticationProviderService`. */
export interface AuthenticationContribution {
  /**
   * What plugins ask for under `permissions.authentication`, as `net-entreprises`: lower case letters, digits, dots and dashes, at most 64. No two
   * plugins may have the same.
   */
  readonly id: string;
  /** What users call the service. */
  readonly label: string;
}
