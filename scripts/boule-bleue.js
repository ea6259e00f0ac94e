#!/usr/bin/env node
import { runCommand } from './set-up/command.js';

await runCommand('product', process.argv.slice(2));
