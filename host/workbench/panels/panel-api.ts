import { createTranslator } from '../../../core/l10n/translator.ts';
import type { CommandOutcome, PanelApi } from '../../../core/panel.ts';
import type { Workbench } from '../workbench.ts';

export interface PanelApiOptions {
  readonly workbench: Workbench;
  readonly panelId: string;
  /** The plugin's strings in the window's language. */
  readonly strings: Readonly<Record<string, string>>;
  /** Told of each command that ended. */
  readonly onDidRun: () => void;
}

/** What a plugin's panel is given: its own strings, and a way to everything it may do. */
export function createPanelApi({ workbench, panelId, strings, onDidRun }: PanelApiOptions): PanelApi {
  const { language } = workbench.store.current;
  return {
    panelId,
    language,
    async run(command, args, options): Promise<CommandOutcome> {
      const outcome = await workbench.commands.runOnHost(command, args, { signal: options?.signal, panel: panelId });
      onDidRun();
      return outcome;
    },
    t: createTranslator(strings, language),
    announce: (text) => workbench.announce(text),
    close: () => void workbench.closePanel(panelId),
  };
}
