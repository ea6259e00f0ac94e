/**
 * What draws the host's questions, panels whose code the window's document does not take in, and those of the window that few starts
 * need. Loaded when the first of them is shown, all at once: of two parts loaded apart, the bundler would put what they share with the
 * window into a third file, which the window would have to wait for.
 */
import '../guides/shell-guides.ts';
import '../settings/shell-settings.ts';

export { fileDialogTag } from '../dialogs/shell-file-dialog.ts';
export { questionDialogTag } from '../dialogs/shell-question-dialog.ts';
export { frameTag } from '../frames/shell-panel-frame.ts';
export { viewTags } from '../views/view-elements.ts';
