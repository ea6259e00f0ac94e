import type { Workbench } from '../workbench.ts';

const allowedSchemes: readonly string[] = ['https:', 'http:', 'mailto:'];

/** Opens an address in the browser or the mail program. Any other scheme is refused, whoever asks. */
export function openExternal(workbench: Workbench, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !allowedSchemes.includes(url.protocol)) {
    workbench.tell('error', workbench.t('workbench.external.refused', { address }));
    return;
  }
  if (url.protocol === 'mailto:') followLink(url);
  else if (!window.open(url, '_blank')) offerLink(workbench, url);
}

/** Browsers hold back a window that didn't open right after a click; a button of ours is such a click. */
function offerLink(workbench: Workbench, url: URL): void {
  const { t } = workbench;
  const open = { title: t('workbench.external.open'), run: () => followLink(url) };
  workbench.tell('info', t('workbench.external.blocked', { address: url.host }), [open]);
}

function followLink(url: URL): void {
  const link = document.createElement('a');
  link.href = url.href;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}
