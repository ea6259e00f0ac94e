/** Panels that the workbench draws from data, by the shape of what they show. */
export const viewKinds = ['list', 'tree', 'table', 'form'] as const;
export type ViewKind = (typeof viewKinds)[number];

/** Longest state of a view, in characters of its JSON: ten thousand rows and more. Panels with code of their own get a quarter. */
export const maximumViewLength = 4 * 1024 * 1024;
