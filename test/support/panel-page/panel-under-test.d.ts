/** Stands for the panel's module: `panel-page.ts` says which one it is. */
declare module 'panel-under-test';
