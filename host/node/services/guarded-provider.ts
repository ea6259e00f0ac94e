import { untilAborted } from '../../../core/async.ts';
import { ShellError } from '../../../core/errors.ts';
import { DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { PermissionName } from '../../../core/manifest/permissions.ts';
import { isGranted, type PluginScope, type ServiceProvider } from '../../../core/plugins/plugin-scope.ts';

type Method = (...args: unknown[]) => unknown;

export interface GuardOptions {
  /** Methods that answer at once instead of by a promise, and so throw. */
  readonly synchronousMethods?: readonly string[];
  /** Told of each call that is refused, and why. Calls that were under way when the grant was taken back are not among them. */
  readonly onRefused?: (scope: PluginScope, args: readonly unknown[], denial: ShellError) => void;
}

/**
 * Has a service that exists by permission answer only while that permission is granted. Taking it back cuts the service off at once: what
 * was under way is aborted, what the plugin had shown through it goes, and every method is refused with `permission.denied`. Granted
 * again, it answers again. A service without permission is as it was.
 */
export function guardProvider<T extends object>(provider: ServiceProvider<T>, options: GuardOptions = {}): ServiceProvider<T> {
  const { permission } = provider.token;
  if (permission === undefined) return provider;
  return { ...provider, create: (scope) => new GrantGuard(provider, permission, scope, options).facade() };
}

/** The service, from one granting to the next taking back. */
interface GrantedStay<T> {
  readonly service: T;
  readonly store: DisposableStore;
  readonly cut: AbortController;
}

class GrantGuard<T extends object> {
  private stay: GrantedStay<T>;

  constructor(
    private readonly provider: ServiceProvider<T>,
    private readonly permission: PermissionName,
    private readonly scope: PluginScope,
    private readonly options: GuardOptions,
  ) {
    this.stay = this.begin();
    scope.store.add(scope.grants.onDidChange(() => this.cutUnlessGranted()));
    scope.store.add(toDisposable(() => this.stay.store.dispose()));
  }

  /** What the plugin gets: the methods of the service and nothing else of it. */
  facade(): T {
    const { synchronousMethods = [] } = this.options;
    const facade = Object.create(this.provider.token.prototype);
    for (const name of methodNames(this.stay.service)) {
      const call = (args: unknown[]) => this.call(name, args);
      const wait = async (args: unknown[]) => untilAborted(Promise.resolve(call(args)), this.stay.cut.signal);
      const isSynchronous = synchronousMethods.includes(name);
      facade[name] = (...args: unknown[]) => (isSynchronous ? call(args) : wait(args));
    }
    return Object.freeze(facade);
  }

  private call(name: string, args: unknown[]): unknown {
    if (!isGranted(this.scope.grants, this.permission)) throw this.refuse(args);
    if (this.stay.cut.signal.aborted && !this.scope.store.isDisposed) this.stay = this.begin();
    return (this.stay.service as Record<string, Method>)[name]?.(...args);
  }

  private begin(): GrantedStay<T> {
    const { scope } = this;
    const cut = new AbortController();
    const store = new DisposableStore();
    const signal = AbortSignal.any([scope.signal, cut.signal]);
    return { service: this.provider.create({ ...scope, store, signal }), store, cut };
  }

  private cutUnlessGranted(): void {
    if (isGranted(this.scope.grants, this.permission)) return;
    this.stay.cut.abort(this.denied());
    this.stay.store.dispose();
  }

  private refuse(args: readonly unknown[]): ShellError {
    const denial = this.denied();
    this.options.onRefused?.(this.scope, args, denial);
    return denial;
  }

  private denied(): ShellError {
    const { serviceId } = this.provider.token;
    return new ShellError('permission.denied', { plugin: this.scope.manifest.id, permission: this.permission, subject: serviceId });
  }
}

function methodNames(service: object): readonly string[] {
  const names = new Set<string>();
  for (let prototype = Object.getPrototypeOf(service); prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    for (const name of Object.getOwnPropertyNames(prototype)) names.add(name);
  }
  names.delete('constructor');
  return [...names].filter((name) => typeof (service as Record<string, unknown>)[name] === 'function');
}
