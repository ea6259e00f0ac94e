import satisfies from 'semver/functions/satisfies.js';
import validVersion from 'semver/functions/valid.js';
import validRange from 'semver/ranges/valid.js';
import { apiVersion } from '../api-version.ts';
import { errorCatalogue } from '../error-catalogue.ts';
import { checkContributions } from './contribution-checks.ts';
import type { Manifest } from './manifest.ts';
import { buildManifest } from './manifest-builder.ts';
import type { ManifestFault } from './manifest-fault.ts';
import { ManifestNode } from './manifest-node.ts';
import { ManifestRules } from './manifest-rules.ts';
import { manifestShape } from './manifest-schema.ts';
import { checkShape } from './manifest-shape.ts';
import { checkPermissions } from './permission-checks.ts';
import { toPluginId } from './plugin-id.ts';

/** What came of reading a manifest. */
export interface ManifestReading {
  /** Where the manifest is from, as handed in. */
  readonly source: string;
  /** There if there is no fault. */
  readonly manifest?: Manifest;
  /** All that stands in the way, at once; at most 100. */
  readonly faults: readonly ManifestFault[];
  /** What will do nothing, such as a member that only a newer shell knows; at most 100. */
  readonly warnings: readonly ManifestFault[];
}

/** Longest manifest that is read, as JSON. */
const maximumLength = 512 * 1024;
const maximumReported = 100;

const packageName = /^(?:@[a-z\d][a-z\d._-]*\/)?[a-z\d][a-z\d._-]*$/;
/** First words of ids that the shell keeps for itself: else a plugin could speak in its name. */
const reservedIds = new Set([
  ...Object.keys(errorCatalogue).map((code) => code.split('.')[0]),
  'accounts',
  'boule-bleue',
  'config',
  'impactEmploi',
  'network',
  'plugins',
  'shell',
  'workbench',
]);

/**
 * Reads a plugin's `package.json`: its shape, what its parts say of each other, and every default.
 * Accepts anything and never throws. Takes some 10 ms the first time and half a millisecond for each
 * JSON Schema in it: what it answers is plain data, worth keeping beside a digest of the file.
 *
 * @param packageJson what `JSON.parse` gave.
 * @param source where it is from, for messages: a path or an address.
 */
export function readManifest(packageJson: unknown, source: string): ManifestReading {
  const copy = copyAsJson(packageJson);
  if ('fault' in copy) return { source, faults: [copy.fault], warnings: [] };
  const root = new ManifestNode(copy.value, '');
  const shape = checkShape(root, manifestShape);
  const rules = checkRelations(root);
  const faults = [...shape.faults, ...rules.faults];
  const warnings = [...shape.warnings, ...rules.warnings];
  return {
    source,
    ...(faults.length === 0 && { manifest: buildManifest(root, rules.pluginId) }),
    faults: faults.slice(0, maximumReported),
    warnings: warnings.slice(0, maximumReported),
  };
}

/** Own data members only, and neither too large nor too deep for what follows. */
function copyAsJson(value: unknown): { readonly value: unknown } | { readonly fault: ManifestFault } {
  const remedy = 'Give a package.json as npm knows it.';
  try {
    const json = JSON.stringify(value) ?? 'null';
    if (json.length <= maximumLength) return { value: JSON.parse(json) };
    return { fault: { path: '', problem: `is longer than ${maximumLength} characters`, remedy: 'Shorten it.' } };
  } catch (error) {
    return { fault: { path: '', problem: `can't be read: ${error instanceof Error ? error.message : error}`, remedy } };
  }
}

/** What the parts say of each other, and of the world. */
function checkRelations(root: ManifestNode): ManifestRules {
  const name = root.get('name');
  const pluginId = toPluginId(name.text ?? '');
  const contributes = root.get('contributes');
  const commands = contributes
    .get('commands')
    .items()
    .map((command) => command.get('command').text ?? '');
  const rules = new ManifestRules(pluginId, new Set(commands));
  checkName(name, rules);
  checkVersions(root, rules);
  checkMain(root.get('main'), contributes, rules);
  for (const event of root.get('activationEvents').items()) checkActivationEvent(event, rules);
  for (const dependency of root.get('pluginDependencies').items()) {
    if (dependency.text !== undefined && toPluginId(dependency.text) === pluginId)
      rules.fault(dependency, 'is the plugin itself', 'Leave it out.');
  }
  checkPermissions(root.get('permissions'), rules);
  checkContributions(contributes, rules);
  return rules;
}

/** Commands and authentication providers need somebody to answer for them, and views somebody to publish what they show. */
function checkMain(main: ManifestNode, contributes: ManifestNode, rules: ManifestRules): void {
  rules.pathInside(main);
  if (main.exists) return;
  const hasViews = contributes
    .get('panels')
    .items()
    .some((panel) => panel.get('view').exists);
  const needing = [
    contributes.get('commands').items().length > 0 && 'commands',
    hasViews && 'views',
    contributes.get('authentication').items().length > 0 && 'authentication providers',
  ].find((need) => need !== false);
  if (needing)
    rules.fault(main, `is missing, though the plugin has ${needing}`, 'Name the module whose class answers commands and publishes states.');
}

function checkName(name: ManifestNode, rules: ManifestRules): void {
  if (!name.text) return;
  if (!packageName.test(name.text) || name.text.length > 214) {
    rules.fault(
      name,
      `is not an npm package name: ${name.text.slice(0, 214)}`,
      'Use lower case letters, digits, dots and dashes, perhaps after @scope/.',
    );
  } else if (reservedIds.has(rules.pluginId)) {
    rules.fault(name, `is a name that the shell keeps for itself: ${name.text}`, 'Choose another, or put it in a scope.');
  }
}

function checkVersions(root: ManifestNode, rules: ManifestRules): void {
  const version = root.get('version');
  if (version.text && !validVersion(version.text))
    rules.fault(version, `is not a semantic version: ${version.text}`, 'Give one such as 1.0.0.');
  const engine = root.get('engines').get('boule-bleue');
  if (!engine.text) return;
  if (validRange(engine.text) === null) {
    rules.fault(engine, `is not a semver range: ${engine.text}`, `Give one such as ^${apiVersion}.`);
  } else if (!satisfies(apiVersion, engine.text)) {
    rules.fault(engine, `asks for the plugin API ${engine.text}; this shell has ${apiVersion}`, 'Update the shell, or the plugin.');
  }
}

function checkActivationEvent(event: ManifestNode, rules: ManifestRules): void {
  if (!event.text || event.text === 'onStartup' || /^on(?:Command|Panel|Hook|AuthenticationRequest):\S+$/.test(event.text)) return;
  rules.warn(
    event,
    `is an event the shell does not know: ${event.text}`,
    'Use onStartup, onCommand:<id>, onPanel:<id>, onHook:<id> or onAuthenticationRequest:<id>.',
  );
}
