import * as v from 'valibot';
import type { Message, MessageArgument } from '../message.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { serialisableSchema } from '../protocol/window-schemas.ts';
import type { FieldSchema, FormField, FormView } from './form-view.ts';
import type { ListView } from './list-view.ts';
import type { TableCell, TableColumn, TableRow, TableState, TableView } from './table-view.ts';
import type { TreeItem, TreeView } from './tree-view.ts';
import type { ViewAction, ViewFrame, ViewItem, ViewText } from './view.ts';
import type { ViewKind } from './view-kind.ts';
import type { ViewStates } from './view-state.ts';

/** What the shell accepts as a view's state. Members that are not named here are dropped. */

export const maximumEntries = 20_000;
export const maximumDepth = 32;
const maximumTextLength = 4_000;
const maximumActions = 20;

type Schema<T> = v.GenericSchema<unknown, T>;

const optional = v.exactOptional;
const words = v.pipe(v.string(), v.maxLength(maximumTextLength));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const flag = v.boolean();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const argument: Schema<MessageArgument> = v.union([words, v.pipe(v.number(), v.finite()), v.lazy(() => message)]);
const message: Schema<Message> = v.object(
  {
    key: v.pipe(v.string(), v.minLength(1), v.maxLength(maximumTextLength)),
    args: optional(v.record(v.string(), argument)),
    plugin: optional(id),
  },
  'Neither a string nor a message {key, args}',
);
// Chosen by a look at the value: trying one after the other, a table's ten thousand rows would take twice the time.
const text: Schema<ViewText> = v.lazy((value) => (typeof value === 'string' ? words : message));
const icon = v.pipe(v.string(), v.regex(/^\$\([a-z\d-]{1,64}(?:~spin)?\)$/, 'Not a codicon, $(name)'));
const severity = v.picklist(['info', 'success', 'warning', 'error']);
const run = { command: id, args: optional(serialisableSchema) };

const action: Schema<ViewAction> = v.object({
  title: text,
  icon: optional(icon),
  ...run,
  isPrimary: optional(flag),
  isEnabled: optional(flag),
});
const actions = v.pipe(v.array(action), v.maxLength(maximumActions));

const frame = {
  message: optional(text),
  severity: optional(severity),
  isLoading: optional(flag),
  failure: optional(v.object({ sentence: text, retry: optional(v.object(run)) })),
  actions: optional(actions),
} satisfies { readonly [Name in keyof ViewFrame]-?: unknown };

const item = {
  id,
  label: text,
  description: optional(text),
  icon: optional(icon),
  badge: optional(text),
  tooltip: optional(text),
  command: optional(id),
  args: optional(serialisableSchema),
  actions: optional(actions),
  isSelected: optional(flag),
} satisfies { readonly [Name in keyof ViewItem]-?: unknown };

/** A list of things of which each has an id that no other has. */
function entries<Entry>(entry: Schema<Entry>, key: keyof Entry & string, maximum = maximumEntries) {
  return v.pipe(
    v.array(entry),
    v.maxLength(maximum),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const seen = new Set<unknown>();
      for (const [index, one] of dataset.value.entries()) {
        const own = one[key];
        if (seen.has(own)) addIssue({ message: `${key} is there twice`, path: [placeIn(dataset.value, index)] });
        seen.add(own);
      }
    }),
  );
}

function placeIn(input: unknown[], key: number) {
  return { type: 'array', origin: 'value', input, key, value: input[key] } as const;
}

const list: Schema<ListView> = v.object({ ...frame, items: entries(v.object(item), 'id'), hasSearch: optional(flag) });

const treeItem: Schema<TreeItem> = v.object({
  ...item,
  children: optional(v.pipe(v.array(v.lazy((): Schema<TreeItem> => treeItem)), v.maxLength(maximumEntries))),
  isExpanded: optional(flag),
  loadCommand: optional(v.object(run)),
});

const tree: Schema<TreeView> = v.object({
  ...frame,
  items: v.pipe(
    v.array(treeItem),
    v.check((items) => hasOwnIds(items), 'An id is there twice'),
  ),
});

function hasOwnIds(items: readonly TreeItem[]): boolean {
  const seen = new Set<string>();
  const pending = [...items];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node.id)) return false;
    seen.add(node.id);
    for (const child of node.children ?? []) pending.push(child);
  }
  return true;
}

const column: Schema<TableColumn> = v.object({
  id,
  label: text,
  kind: optional(v.picklist(['text', 'number', 'date', 'state'])),
  align: optional(v.picklist(['start', 'end'])),
  isSortable: optional(flag),
  widthHint: optional(v.pipe(v.number(), v.minValue(1), v.maxValue(200))),
});

const state: Schema<TableState> = v.object({ severity, label: text });
const number = v.pipe(v.number(), v.finite());
const nothing = v.null('Neither a text, a number, null nor a state {severity, label}');
const cell: Schema<TableCell> = v.lazy((value) => {
  if (typeof value === 'string') return words;
  if (typeof value === 'number') return number;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing;
  return 'severity' in value ? state : message;
});

const row: Schema<TableRow> = v.object({ id, cells: v.record(id, cell), actions: optional(actions) });

const table: Schema<TableView> = v.object({
  ...frame,
  columns: entries(column, 'id', 50),
  rows: entries(row, 'id'),
  sort: optional(v.object({ column: id, isDescending: optional(flag) })),
  hasSearch: optional(flag),
  canExport: optional(flag),
});

const pattern = v.pipe(v.string(), v.maxLength(1_000), v.check(isPattern, 'Not a pattern that can be checked in bounded time'));

const fieldSchema: Schema<FieldSchema> = v.object({
  type: v.picklist(['string', 'boolean', 'number', 'integer', 'array']),
  enum: optional(v.pipe(v.array(v.union([words, v.number()])), v.minLength(1), v.maxLength(1_000))),
  minLength: optional(count),
  maxLength: optional(count),
  pattern: optional(pattern),
  patternErrorMessage: optional(text),
  minimum: optional(v.number()),
  maximum: optional(v.number()),
  items: optional(v.object({ type: v.literal('string') })),
  minItems: optional(count),
  maxItems: optional(count),
  writeOnly: optional(flag),
  editPresentation: optional(v.picklist(['singlelineText', 'multilineText'])),
});

function isPattern(source: string): boolean {
  try {
    compilePattern(source, 'u');
    return true;
  } catch {
    return false;
  }
}

const field: Schema<FormField> = v.object({
  name: id,
  label: text,
  description: optional(text),
  schema: fieldSchema,
  choices: optional(v.pipe(v.array(text), v.maxLength(1_000))),
  isRequired: optional(flag),
  value: optional(serialisableSchema),
  problem: optional(text),
});

const form: Schema<FormView> = v.object({
  ...frame,
  fields: entries(field, 'name', 200),
  submit: v.nullable(v.object({ title: text, command: id, args: optional(v.record(v.string(), serialisableSchema)) })),
});

export const viewSchemas: { readonly [Kind in ViewKind]: Schema<ViewStates[Kind]> } = { list, tree, table, form };
