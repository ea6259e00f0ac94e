/** `npm run api`: writes the API report and the pages of the reference, which are committed so that reviews see what changes. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { apiDocuments, referenceFolder } from './build/api/api-documents.ts';
import { repository } from './build/bundle.ts';

await rm(join(repository, referenceFolder), { recursive: true, force: true });
for (const [path, text] of await apiDocuments()) {
  await mkdir(dirname(join(repository, path)), { recursive: true });
  await writeFile(join(repository, path), text);
}
