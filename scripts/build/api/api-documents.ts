import { renderApiReport } from './api-report.ts';
import { readPluginApi } from './plugin-api.ts';
import { renderReferencePages } from './reference-pages.ts';

export const referenceFolder = 'docs/plugin-authors/reference';

/** Every committed document that is made from the API's sources, by path from the repository's root. */
export async function apiDocuments(): Promise<ReadonlyMap<string, string>> {
  const api = await readPluginApi();
  const pages = [...renderReferencePages(api)].map(([name, text]) => [`${referenceFolder}/${name}`, text] as const);
  return new Map([['docs/plugin-authors/api-report.md', renderApiReport(api)], ...pages]);
}
