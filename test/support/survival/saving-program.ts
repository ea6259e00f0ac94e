/** A process that saves until it is killed: `node saving-program.js PLACE`, a URL or the path of a file. Tells each save on stdout once it is acknowledged. */
import { writeSync } from 'node:fs';
import { openSurvivalStore } from './open-survival-store.ts';
import { saveForEver } from './saver.ts';

const { store } = openSurvivalStore(process.argv[2] ?? '');
const stdout = 1;
const acknowledge = (saver: string, count: number) => void writeSync(stdout, `${saver} ${count}\n`);
await Promise.all(['a', 'b', 'c'].map((saver) => saveForEver(store, saver, acknowledge)));
