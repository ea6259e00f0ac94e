import Module, { registerHooks } from 'node:module';

/** Modules of Node that reach neither files, network nor processes. */
export const allowedModules = [
  'assert',
  'assert/strict',
  'buffer',
  'console',
  'constants',
  'crypto',
  'events',
  'path',
  'path/posix',
  'path/win32',
  'perf_hooks',
  'process',
  'punycode',
  'querystring',
  'stream',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'string_decoder',
  'timers',
  'timers/promises',
  'url',
  'util',
  'util/types',
  'zlib',
];

export interface ModuleGuardOptions {
  /** Address of this process's own copy of the plugin API. */
  readonly apiUrl: string;
}

/**
 * From now on only {@link allowedModules} of Node can be had, by `import`, `require` or otherwise, and `boule-bleue` is this
 * process's own copy.
 *
 * A plugin may replace any method of a built-in object afterwards, so nothing below the marked line calls one.
 */
export function guardModules({ apiUrl }: ModuleGuardOptions): void {
  const isBuiltin = Object.assign(Object.create(null), Object.fromEntries(Module.builtinModules.flatMap((name) => spellings(name))));
  const isAllowed = Object.assign(Object.create(null), Object.fromEntries(allowedModules.flatMap((name) => spellings(name))));
  const provided = Object.assign(Object.create(null), { 'boule-bleue': apiUrl, 'reflect-metadata': apiUrl });
  const { getBuiltinModule } = process;
  const getModule = getBuiltinModule.bind(process);
  const loader = Module as unknown as { _load: (...args: unknown[]) => unknown };
  const load = loader._load.bind(Module);
  // ---- No methods of built-in objects from here on.
  const requireAllowed = (name: unknown) => {
    // An object could be another name each time that it is asked.
    if (typeof name !== 'string') throw denied('');
    if (isBuiltin[name] === true && isAllowed[name] !== true) throw denied(name);
  };
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (provided[specifier] !== undefined) return { url: provided[specifier], shortCircuit: true };
      requireAllowed(specifier);
      const resolved = nextResolve(specifier, context);
      requireAllowed(resolved.url);
      return resolved;
    },
  });
  loader._load = (request: unknown, parent: unknown, isMain: unknown) => {
    requireAllowed(request);
    return load(request, parent, isMain);
  };
  process.getBuiltinModule = ((name: string) => {
    requireAllowed(name);
    return getModule(name);
  }) as typeof process.getBuiltinModule;
}

function spellings(name: string): readonly (readonly [string, true])[] {
  const bare = name.replace(/^node:/, '');
  return [
    [bare, true],
    [`node:${bare}`, true],
  ];
}

function denied(name: string): Error {
  const error = new Error(`Plugins can't use the module ${name}: ask a service of the plugin API instead.`);
  return Object.assign(error, { code: 'ERR_ACCESS_DENIED' });
}
