import Module from 'node:module';

/**
 * Takes away what reaches other processes, files, native code or the network. Node's permission model refuses most of it too, but
 * says of itself that it is no boundary against malicious code, and lets some of it through: signals to other processes, for one.
 *
 * Of `process` and of the class of CommonJS modules only what is named here stays, so that what a later Node adds does not.
 */
export function withdraw(): void {
  keepOnly(process, keptOfProcess);
  keepOnly(Module, keptOfModules);
  for (const name of withdrawnGlobals) Reflect.deleteProperty(globalThis, name);
  process.argv = ['node'];
  process.execArgv = [];
}

function keepOnly(object: object, kept: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(object)) {
    if (!kept.includes(name) && !Reflect.deleteProperty(object, name)) throw new Error(`${name} can't be withdrawn`);
  }
}

/** Information about the process, its end, its output; and what Node's own code looks up by name at run time. */
const keptOfProcess = [
  ...['version', 'versions', 'arch', 'platform', 'release', 'features', 'config', 'pid', 'ppid', 'title'],
  ...['argv', 'argv0', 'execArgv', 'env', 'cwd', 'uptime', 'hrtime', 'cpuUsage', 'memoryUsage', 'resourceUsage', 'getActiveResourcesInfo'],
  ...['exit', 'exitCode', 'reallyExit', '_exiting', '_fatalException', 'stdout', 'stderr', '_rawDebug'],
  ...['nextTick', '_tickCallback', 'emitWarning', 'ref', 'unref', 'finalization', 'getBuiltinModule', 'permission', 'domain'],
  ...['_events', '_eventsCount', '_maxListeners', 'sourceMapsEnabled'],
];

/** What loading a module in CommonJS takes. */
const keptOfModules = [
  ...['length', 'name', 'prototype', 'Module', 'builtinModules', 'isBuiltin', 'constants', 'globalPaths', 'wrap', 'wrapper'],
  ...['_load', '_cache', '_pathCache', '_extensions', '_stat', '_readPackage', '_findPath', '_nodeModulePaths', '_resolveLookupPaths'],
  ...['_resolveFilename', '_initPaths', '_preloadModules'],
];

/** A plugin has the services for network and storage. */
const withdrawnGlobals = [
  'BroadcastChannel',
  'EventSource',
  'Navigator',
  'Storage',
  'WebSocket',
  'fetch',
  'localStorage',
  'navigator',
  'sessionStorage',
];
