/** Which plugins get a process of their own: those that did not come with the product, or all. */
export const isolations = ['third-party', 'all'] as const;
export type Isolation = (typeof isolations)[number];
