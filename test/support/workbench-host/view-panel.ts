import type { Serialisable } from '../../../core/message.ts';
import type { PanelItem } from '../../../core/protocol/window-protocol.ts';
import type { ViewKind } from '../../../core/views/view-kind.ts';
import type { OpenOptions, OpenWindow } from './workbench-fixture.ts';

export const viewPanel = 'sample.view';

/** What a window is given for a panel that it draws itself. */
export function viewPanelItem(view: ViewKind): PanelItem {
  const place = { title: 'Salariés', icon: '$(list-flat)', location: 'tab', activityBar: 1 } as const;
  return { id: viewPanel, plugin: 'sample', ...place, content: { kind: 'view', view } };
}

/** A window whose front panel is a view, named « Salariés », with this state. */
export async function openView(
  open: (options: OpenOptions) => Promise<OpenWindow>,
  view: ViewKind,
  state: Serialisable,
  { snapshot, ...options }: OpenOptions = {},
): Promise<OpenWindow> {
  const opened = await open({
    ...options,
    snapshot: { panels: [viewPanelItem(view)], ...snapshot },
    prepare: (host) => host.panelStates.set(viewPanel, state),
  });
  await opened.page.getByRole('toolbar').getByRole('button', { name: 'Salariés' }).click();
  await opened.page.locator(`shell-${view}-view`).waitFor();
  return opened;
}
