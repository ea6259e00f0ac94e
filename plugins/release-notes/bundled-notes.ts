import type { Note } from './note.ts';
import version30072 from './notes/3.00.72.md?raw';

/** Notes that come with the software: there without any network, and never replaced from outside. */
export const bundledNotes: readonly Note[] = [{ version: '3.00.72', date: '2019-03-19', markdown: version30072 }];
