import type { PanelApi } from 'boule-bleue';
import type { Line } from '../../report/part.ts';

/** A text of an imported report stays as it is, even where it happens to be one of our keys. */
export function sayLine(panel: PanelApi, line: Line): string {
  return typeof line === 'string' ? line : panel.t(line);
}
