/** Runs in the browser: plays the workbench's part for the one panel that `panel-page.ts` shows. */
import type { CommandOutcome, PanelElement, Serialisable } from 'boule-bleue';
import 'panel-under-test';
import { createTranslator } from '../../../core/l10n/translator.ts';
import { keepPressesSteady } from '../../../host/workbench/base/steady-press.ts';
import { darkPalette, highContrastPalette, lightPalette } from '../../../host/workbench/themes/palettes.ts';
import { themeColors } from '../../../host/workbench/themes/theme-colors.ts';

export interface Mount {
  readonly element: string;
  readonly strings: Readonly<Record<string, string>>;
  readonly language: 'fr' | 'en';
  readonly theme: 'light' | 'dark' | 'high-contrast';
}

declare global {
  interface Window {
    panelPage: {
      mount(mount: Mount): void;
      setState(state: Serialisable): Promise<void>;
      read(member: string): unknown;
    };
    hostRun(id: number, command: string, args?: Serialisable): Promise<CommandOutcome>;
    hostCancel(id: number): Promise<void>;
    hostAnnounce(text: string): Promise<void>;
  }
}

type Element = HTMLElement & PanelElement & { readonly updateComplete?: Promise<unknown> };

const palettes = { light: lightPalette, dark: darkPalette, 'high-contrast': highContrastPalette };
let panel: Element;
let calls = 0;

window.panelPage = {
  mount({ element, strings, language, theme }) {
    dress(theme);
    keepPressesSteady(window);
    panel = document.createElement(element) as Element;
    panel.panel = {
      panelId: 'panel-under-test',
      language,
      t: createTranslator(strings, language),
      announce: (text) => void window.hostAnnounce(text),
      close: () => panel.remove(),
      run: (command, args, options) => run(command, args, options?.signal),
    };
    document.querySelector('main')?.append(panel);
  },
  async setState(state) {
    panel.state = state;
    await panel.updateComplete;
  },
  read: (member) => (panel as unknown as Record<string, unknown>)[member],
};

async function run(command: string, args: Serialisable | undefined, signal: AbortSignal | undefined): Promise<CommandOutcome> {
  calls += 1;
  const id = calls;
  signal?.addEventListener('abort', () => void window.hostCancel(id));
  return window.hostRun(id, command, args);
}

function dress(theme: Mount['theme']): void {
  const palette = palettes[theme];
  const colors = Object.entries(themeColors(palette)).map(([id, value]) => `--vscode-${id.replaceAll('.', '-')}:${value}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { color-scheme: ${palette.scheme}; ${colors.join(';')};
    --vscode-font-family: system-ui, sans-serif; --vscode-font-size: 14px }
    body { margin: 0; background: var(--vscode-editor-background) }
    main { max-width: 1100px; padding: 20px 24px }`);
  document.adoptedStyleSheets.push(sheet);
}
