import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// The cache only serves modules that are loaded after this call, hence the import that waits.
enableCompileCache(join(import.meta.dirname, '.compile-cache'));
await import('../../../host/main.ts');
