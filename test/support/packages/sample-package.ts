/** A manifest that installs, with what a test wants to be otherwise. */
export function sampleManifest(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    name: 'sample',
    version: '1.0.0',
    displayName: 'Échantillon',
    engines: { 'boule-bleue': '^1.0.0' },
    main: './plugin.js',
    ...changes,
  };
}

/** The files of a package that installs. */
export function sampleFiles(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string | object>> {
  return { 'package.json': sampleManifest(changes), 'plugin.js': 'export default class Sample {}\n' };
}
