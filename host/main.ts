/** The product: `node dist/host/main.js [serve|run|…]`. */
import { join } from 'node:path';
import { abortOnSignal } from './node/command-line/until-signal.ts';

/** A plugin may have left something open; what was promised is done, and nobody waits for the rest. */
const lingerMs = 300;

// Before anything else is loaded: who interrupts at once is answered too.
const interruption = abortOnSignal();
const { runCommandLine } = await import('./node/command-line/command-line.ts');
const { leaveProcess } = await import('./node/command-line/leave-process.ts');
const { outliveReaders, processTerminal } = await import('./node/command-line/terminal.ts');
const { providePluginApi } = await import('./node/plugins/plugin-modules.ts');

outliveReaders();
providePluginApi(new URL('./boule-bleue.js', import.meta.url).href);
process.exitCode = await runCommandLine(process.argv.slice(2), join(import.meta.dirname, '..'), processTerminal, interruption);
setTimeout(leaveProcess, lingerMs).unref();
