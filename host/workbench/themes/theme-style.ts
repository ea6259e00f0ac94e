import type { Event } from '../../../core/event.ts';
import type { ThemeItem } from '../../../core/protocol/window-protocol.ts';
import type { Workbench } from '../workbench.ts';
import { darkPalette, forcedPalette, highContrastLightPalette, highContrastPalette, lightPalette, type ThemePalette } from './palettes.ts';
import { type ThemeColors, themeColors } from './theme-colors.ts';
import { loadThemeFile } from './theme-file.ts';

/** VS Code's words for the kinds of themes, which stylesheets of panels may ask for. */
export type ThemeKind = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

interface Theme {
  readonly kind: ThemeKind;
  readonly palette: ThemePalette;
}

const light: Theme = { kind: 'vscode-light', palette: lightPalette };
const dark: Theme = { kind: 'vscode-dark', palette: darkPalette };
const highContrast: Theme = { kind: 'vscode-high-contrast', palette: highContrastPalette };
const highContrastLight: Theme = { kind: 'vscode-high-contrast-light', palette: highContrastLightPalette };
const forced: Theme = { kind: 'vscode-high-contrast', palette: forcedPalette };

/** The window's own themes by the value of the setting. */
const ownThemes = new Map<unknown, Theme>([
  ['light', light],
  ['dark', dark],
  ['high-contrast', highContrast],
  ['high-contrast-light', highContrastLight],
]);

/** What stands below a plugin's theme. */
const baseThemes: Readonly<Record<ThemeItem['uiTheme'], Theme>> = {
  vs: light,
  'vs-dark': dark,
  'hc-black': highContrast,
  'hc-light': highContrastLight,
};

const fonts = {
  'font-family': '"Segoe WPC", "Segoe UI", system-ui, -apple-system, Ubuntu, "Noto Sans", sans-serif',
  'font-size': '14px',
  'font-weight': 'normal',
  'editor-font-family': 'Consolas, "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
  'editor-font-weight': 'normal',
};

/** Puts the user's theme into force, as `--vscode-*` variables of the page, and follows the system where it may. */
export class ThemeStyle {
  private readonly sheet = new CSSStyleSheet();
  private readonly prefersDark = matchMedia('(prefers-color-scheme: dark)');
  private readonly prefersContrast = matchMedia('(prefers-contrast: more)');
  private readonly forcedColors = matchMedia('(forced-colors: active)');
  /** The plugin's theme asked for last: without colours while it loads, and where it can't be. */
  private laid: { readonly address: string; colors?: ThemeColors } | undefined;

  constructor(private readonly workbench: Workbench) {}

  start(): void {
    document.adoptedStyleSheets.push(this.sheet);
    const choiceChanged: Event<unknown> = this.workbench.store.changesOf('settings', 'themes');
    choiceChanged(() => this.apply());
    for (const query of [this.prefersDark, this.prefersContrast, this.forcedColors]) {
      query.addEventListener('change', () => this.apply());
    }
    this.apply();
  }

  private apply(): void {
    const contributed = this.contributedTheme();
    if (contributed?.address !== this.laid?.address) this.layOver(contributed);
    const { kind, palette } = this.chooseTheme(contributed);
    const colors = { ...themeColors(palette), ...(this.forcedColors.matches ? {} : this.laid?.colors) };
    this.sheet.replaceSync(`:root { color-scheme: ${palette.scheme}; ${declarations(colors)} }`);
    document.body.dataset.vscodeThemeKind = kind;
    this.workbench.noteThemeChange();
  }

  private contributedTheme(): ThemeItem | undefined {
    const { themes, settings } = this.workbench.store.current;
    return themes.find(({ id }) => id === settings['workbench.colorTheme']);
  }

  private layOver(theme: ThemeItem | undefined): void {
    this.laid = theme && { address: theme.address };
    if (theme) void this.load(theme, this.laid);
  }

  /** Until it is there, and where it can't be used, the theme below it is in force. */
  private async load({ address, label }: ThemeItem, laid: ThemeStyle['laid']): Promise<void> {
    const colors = await loadThemeFile(address).catch(() => undefined);
    if (!laid || this.laid !== laid) return;
    if (colors) laid.colors = colors;
    else this.workbench.tell('warning', this.workbench.t('workbench.theme.failed', { theme: label }));
    this.apply();
  }

  private chooseTheme(contributed: ThemeItem | undefined): Theme {
    if (this.forcedColors.matches) return forced;
    if (contributed) return baseThemes[contributed.uiTheme];
    return ownThemes.get(this.workbench.store.current.settings['workbench.colorTheme']) ?? this.systemTheme();
  }

  private systemTheme(): Theme {
    if (this.prefersDark.matches) return this.prefersContrast.matches ? highContrast : dark;
    return this.prefersContrast.matches ? highContrastLight : light;
  }
}

function declarations(colors: ThemeColors): string {
  const values = Object.entries({ ...fonts, ...colors });
  return values.map(([id, value]) => `--vscode-${id.replaceAll('.', '-')}:${value}`).join(';');
}
