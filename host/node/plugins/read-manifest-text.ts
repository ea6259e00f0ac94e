import type { ManifestReading } from '../../../core/manifest/manifest-reader.ts';

/** Reads the text of a `package.json` from `source`. Never throws. */
export async function readManifestText(text: string, source: string): Promise<ManifestReading> {
  // The rules are loaded when first needed: what was read before is remembered.
  const { readManifest } = await import('../../../core/manifest/manifest-reader.ts');
  let packageJson: unknown;
  try {
    packageJson = JSON.parse(text);
  } catch (error) {
    const problem = `is not JSON: ${error instanceof Error ? error.message : error}`;
    return { source, faults: [{ path: '', problem, remedy: 'Give a package.json as npm knows it.' }], warnings: [] };
  }
  return readManifest(packageJson, source);
}
