import * as v from 'valibot';
import { ShellError } from '../errors.ts';
import type { Serialisable } from '../message.ts';
import type { ViewKind } from './view-kind.ts';
import { maximumDepth, maximumEntries, viewSchemas } from './view-schemas.ts';
import type { ViewState } from './view-state.ts';

/** Nodes of a tree lie in two containers each; what they carry may be as deep as any argument. */
const maximumNesting = maximumDepth * 2 + 40;
const maximumReasonLength = 200;

/** Whose state it is, for the error. */
export interface ViewOwner {
  readonly plugin: string;
  readonly panel: string;
}

/**
 * What a plugin published for a view, with the members that the view knows. Accepts any plain data, however hostile, in bounded time.
 * @throws ShellError `panel.state-invalid` with the first place that is wrong, and why.
 */
export function checkView(kind: ViewKind, state: Serialisable, { plugin, panel }: ViewOwner): ViewState {
  const refuse = (path: string, reason: string) =>
    new ShellError('panel.state-invalid', { plugin, panel, path: path || '/', reason: reason.slice(0, maximumReasonLength) });
  if (nests(state, maximumNesting)) throw refuse('', 'It is nested too deeply');
  const parsed = v.safeParse(viewSchemas[kind], state, { abortEarly: true });
  if (!parsed.success) throw refuse(pathOf(parsed.issues[0]), parsed.issues[0].message);
  if (kind === 'tree') checkTree(parsed.output as { items: readonly Node[] }, refuse);
  return parsed.output;
}

/** As in manifests' faults: `/items/0/label`. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  return (path ?? []).map(({ key }) => `/${String(key).slice(0, 100)}`).join('');
}

interface Node {
  readonly children?: readonly Node[];
}

function checkTree({ items }: { readonly items: readonly Node[] }, refuse: (path: string, reason: string) => ShellError): void {
  let count = 0;
  let level = items;
  for (let depth = 1; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > maximumDepth) throw refuse('/items', `More than ${maximumDepth} levels`);
    if (count > maximumEntries) throw refuse('/items', `More than ${maximumEntries} nodes`);
    level = level.flatMap(({ children }) => children ?? []);
  }
}

function nests(value: Serialisable | undefined, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depthLeft === 0) return true;
  for (const member of Object.values(value)) {
    if (nests(member, depthLeft - 1)) return true;
  }
  return false;
}
