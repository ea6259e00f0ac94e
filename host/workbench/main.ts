import './elements.ts';
import type { WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import { takePageIcons } from './icons/icon-library.ts';
import type { ShellWorkbench } from './layout/shell-workbench.ts';
import { startAttributingErrors } from './panels/panel-errors.ts';
import { ThemeStyle } from './themes/theme-style.ts';
import { Workbench } from './workbench.ts';

/** Draws the window from the snapshot that the page carries, then connects to the host it came from. */
function start(): void {
  const snapshot = readInlineData<WorkbenchSnapshot>('snapshot');
  takePageIcons(readInlineData('icons'));
  const workbench = new Workbench(snapshot, addressOfHost());
  new ThemeStyle(workbench).start();
  startAttributingErrors();
  workbench.keyboard.start();
  const element = document.createElement('shell-workbench') as ShellWorkbench;
  element.workbench = workbench;
  document.body.append(element);
  workbench.connection.start();
  workbench.store.changesOf('language')(() => {
    document.documentElement.lang = workbench.store.current.language;
  });
  showStateInBrowserTab(workbench);
  // Browsers then ask by themselves whether to leave.
  addEventListener('beforeunload', (event) => {
    if (workbench.openPanels.hasUnsavedChanges) event.preventDefault();
  });
}

/** Beside the page, whose address alone the session is good for. */
function addressOfHost(): string {
  return Object.assign(new URL('rpc', document.baseURI), { protocol: 'ws:' }).href;
}

/** What the host wrote into the page for this element. */
function readInlineData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? '');
}

/** The browser's tab bears the ball as well: the state is seen while another page is in front. */
function showStateInBrowserTab(workbench: Workbench): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const show = () => {
    const { ball } = workbench;
    if (ball?.icon !== undefined && !ball.icon.startsWith('$(')) link?.setAttribute('href', ball.icon);
    document.title = [ball?.text, workbench.t('workbench.product')].filter(Boolean).join(' – ');
  };
  workbench.store.changesOf('statusItems', 'contextKeys', 'strings')(show);
  show();
}

start();
