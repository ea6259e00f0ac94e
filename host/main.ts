/** The product: `node dist/host/main.js [serve|run|…]`. */
import { join } from 'node:path';
import { runCommandLine } from './node/command-line/command-line.ts';
import { leaveProcess } from './node/command-line/leave-process.ts';
import { outliveReaders, processTerminal } from './node/command-line/terminal.ts';
import { providePluginApi } from './node/plugins/plugin-modules.ts';

/** A plugin may have left something open; what was promised is done, and nobody waits for the rest. */
const lingerMs = 300;

outliveReaders();
providePluginApi(new URL('./boule-bleue.js', import.meta.url).href);
process.exitCode = await runCommandLine(process.argv.slice(2), join(import.meta.dirname, '..'), processTerminal);
setTimeout(leaveProcess, lingerMs).unref();
