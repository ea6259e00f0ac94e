import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

/*
 * Lets a child process of a test import our TypeScript: `node --import <this file>`. Node itself
 * only strips types, which is not enough for parameter properties and decorators.
 */
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return nextLoad(url, context);
    const path = fileURLToPath(url);
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'));
    if (errors.length > 0) throw new SyntaxError(`${path} is not TypeScript`, { cause: errors });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
