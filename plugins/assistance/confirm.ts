import { type ConfirmOptions, type DialogService } from 'boule-bleue';
import { hasCode } from './error-code.ts';

/**
 * Asks for a confirmation where a window can ask it. Where none is open the answer is yes: the command
 * was typed on the command line, and that said what is wanted.
 */
export async function confirmWhereAsked(dialogs: DialogService, options: ConfirmOptions): Promise<boolean> {
  try {
    return await dialogs.confirm(options);
  } catch (error) {
    if (hasCode(error, 'dialog.no-window')) return true;
    throw error;
  }
}
