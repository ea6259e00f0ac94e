import type { Event } from '../../../core/event.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';
import { darkPalette, forcedPalette, highContrastPalette, lightPalette, type ThemePalette } from './palettes.ts';
import { type ThemeColors, themeColors } from './theme-colors.ts';

/** VS Code's words for the kinds of themes, which stylesheets of panels may ask for. */
export type ThemeKind = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast';

interface Theme {
  readonly kind: ThemeKind;
  readonly palette: ThemePalette;
}

const light: Theme = { kind: 'vscode-light', palette: lightPalette };
const dark: Theme = { kind: 'vscode-dark', palette: darkPalette };
const highContrast: Theme = { kind: 'vscode-high-contrast', palette: highContrastPalette };
const forced: Theme = { kind: 'vscode-high-contrast', palette: forcedPalette };

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

  constructor(private readonly store: WorkbenchStore) {}

  start(): void {
    document.adoptedStyleSheets.push(this.sheet);
    const settingsChanged: Event<unknown> = this.store.changesOf('settings');
    settingsChanged(() => this.apply());
    for (const query of [this.prefersDark, this.prefersContrast, this.forcedColors]) {
      query.addEventListener('change', () => this.apply());
    }
    this.apply();
  }

  private apply(): void {
    const { kind, palette } = this.chooseTheme();
    this.sheet.replaceSync(`:root { color-scheme: ${palette.scheme}; ${declarations(themeColors(palette))} }`);
    document.body.dataset.vscodeThemeKind = kind;
  }

  private chooseTheme(): Theme {
    if (this.forcedColors.matches) return forced;
    switch (this.store.current.settings['workbench.colorTheme']) {
      case 'light':
        return light;
      case 'dark':
        return dark;
      case 'high-contrast':
        return highContrast;
      default:
        return this.systemTheme();
    }
  }

  private systemTheme(): Theme {
    if (!this.prefersDark.matches) return light;
    return this.prefersContrast.matches ? highContrast : dark;
  }
}

function declarations(colors: ThemeColors): string {
  const values = Object.entries({ ...fonts, ...colors });
  return values.map(([id, value]) => `--vscode-${id.replaceAll('.', '-')}:${value}`).join(';');
}
