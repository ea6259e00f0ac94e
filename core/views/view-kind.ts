/** Panels that the workbench draws from data, by the shape of what they show. */
export const viewKinds = ['list', 'tree', 'table', 'form'] as const;
export type ViewKind = (typeof viewKinds)[number];
