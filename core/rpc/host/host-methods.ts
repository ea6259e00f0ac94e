import { isCancellation, ShellError } from '../../errors.ts';
import { asksFor, type PluginScope, type ServiceProvider } from '../../plugins/plugin-scope.ts';
import { PackedDataInvalid } from '../packed-data.ts';
import type { Methods, RemoteCalls } from '../remote-calls.ts';
import { ArgumentsInvalid } from './method.ts';
import { serviceBindings } from './service-methods.ts';

/**
 * What a plugin's process may call of the host: the services whose permissions its manifest asks for, each the same one
 * that it would get inside the host. Any other service has no methods at all.
 */
export function createHostMethods(scope: PluginScope, providers: readonly ServiceProvider[], guest: RemoteCalls): Methods {
  const plugin = scope.manifest.id;
  const asked = providers.filter(({ token }) => !token.permission || asksFor(scope.manifest, token.permission));
  return Object.fromEntries(
    asked.flatMap(({ token, create }) => {
      const binding = serviceBindings.find((candidate) => candidate.token === token);
      if (!binding) return [];
      let service: unknown;
      const provide = () => {
        service ??= create(scope);
        return service as never;
      };
      return [[token.serviceId, binding.createMethods(provide, { plugin, guest })]];
    }),
  );
}

/**
 * What a plugin's process is told of a failure: expected ones as they are; of the host's own faults that there was one.
 * @param report told of the latter.
 */
export function describeForGuest(error: unknown, activity: string, report: (error: unknown) => void): unknown {
  if (error instanceof ShellError || isCancellation(error)) return error;
  if (error instanceof ArgumentsInvalid || error instanceof PackedDataInvalid)
    return new ShellError('rpc.message-invalid', { method: activity, problem: error.message });
  report(error);
  return new Error(`The host failed in ${activity}`);
}
