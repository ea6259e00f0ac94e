import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { DiscoveredPlugin } from '../../../core/plugins/plugin-runtime.ts';

const pluginApi = 'boule-bleue';
const revisionParameter = 'revision';

/**
 * Answers `import 'boule-bleue'` in plugins with the host's own copy of the plugin API, so that a service's class is the
 * same on both sides. Modules of a plugin that was loaded anew import each other anew too: Node keeps modules by address.
 *
 * @param apiUrl address of the host's copy.
 */
export function providePluginApi(apiUrl: string): Disposable {
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === pluginApi) return { url: apiUrl, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      const revision = context.parentURL && URL.parse(context.parentURL)?.searchParams.get(revisionParameter);
      if (!revision || !/^\.{1,2}\//.test(specifier)) return resolved;
      return { ...resolved, url: withRevision(resolved.url, revision) };
    },
  });
  return { dispose: () => hooks.deregister() };
}

/** Imports a plugin's main module; with a `revision`, anew when it is another. */
export async function importMainModule(
  { manifest, location }: DiscoveredPlugin,
  revision?: string,
): Promise<{ readonly default?: unknown }> {
  const url = pathToFileURL(join(location, manifest.main ?? '')).href;
  return import(revision === undefined ? url : withRevision(url, revision));
}

function withRevision(url: string, revision: string): string {
  const marked = new URL(url);
  marked.searchParams.set(revisionParameter, revision);
  return marked.href;
}
