/** `node scripts/run.js COMMAND [ARGUMENTS]`: works on any Node from 20 on, before anything is installed. */
import { runCommand } from './set-up/command.js';

await runCommand(process.argv[2] ?? '', process.argv.slice(3));
