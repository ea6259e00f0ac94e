import { ShellError } from '../../../core/errors.ts';
import { shellBundle } from '../../../core/l10n/localizer.ts';
import type { Serialisable } from '../../../core/message.ts';
import { checkView, type ViewOwner } from '../../../core/views/check-view.ts';
import { maximumViewLength, type ViewKind } from '../../../core/views/view-kind.ts';
import type { ViewStates } from '../../../core/views/view-state.ts';
import type { PanelStates } from './panel-states.ts';

/** What a view shows whose plugin published nothing that it could show. */
const emptyViews: { readonly [Kind in ViewKind]: ViewStates[Kind] } = {
  list: { items: [] },
  tree: { items: [] },
  table: { columns: [], rows: [] },
  form: { fields: [], submit: null },
};

/**
 * Publishes what the workbench will draw. A state that it can't is not drawn: the view says so to the user, and the error to the author.
 * @throws ShellError `panel.state-invalid`.
 */
export function publishView(states: PanelStates, kind: ViewKind, state: Serialisable, owner: ViewOwner): void {
  try {
    states.put(owner.plugin, owner.panel, checkView(kind, copyPlainData(state, owner), owner));
  } catch (error) {
    if (error instanceof ShellError)
      states.publish(owner.plugin, owner.panel, { ...emptyViews[kind], failure: { sentence: { ...error.sentence, plugin: shellBundle } } });
    throw error;
  }
}

function copyPlainData(state: Serialisable, owner: ViewOwner): Serialisable {
  let json: string | undefined;
  try {
    json = JSON.stringify(state);
  } catch (error) {
    throw invalid(owner, `It is no plain data: ${error instanceof Error ? error.message : error}`);
  }
  if (json === undefined) throw invalid(owner, 'It is no plain data');
  if (json.length > maximumViewLength) throw invalid(owner, `It is longer than ${maximumViewLength} characters`);
  return JSON.parse(json) as Serialisable;
}

function invalid({ plugin, panel }: ViewOwner, reason: string): ShellError {
  return new ShellError('panel.state-invalid', { plugin, panel, path: '/', reason: reason.slice(0, 200) });
}
