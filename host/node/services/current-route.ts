import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { HookRegistry } from '../../../core/hooks.ts';
import { Secret } from '../../../core/secret.ts';
import type { HookAnswer } from '../../../core/services/hook-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { networkRouteHook, shellId } from '../../shell-manifest.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const routeSchema = v.variant('type', [
  v.object({ type: v.literal('direct') }),
  v.object({ type: v.literal('system') }),
  v.object({
    type: v.literal('proxy'),
    host: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
    port,
    user: v.optional(v.string()),
    password: v.optional(v.instance(Secret)),
  }),
]);

/**
 * The way by which requests leave: what a plugin answers to the hook `network.route`, directly where none does.
 * @throws ShellError `network.route-invalid` for an answer that is no way: leaving by another than the chosen one would be worse.
 */
export async function currentRoute(hooks: HookRegistry): Promise<NetworkRoute> {
  const answer = (await hooks.call(shellId, networkRouteHook, {}, new AbortController().signal)) as HookAnswer | undefined;
  if (answer === undefined) return { type: 'direct' };
  const parsed = v.safeParse(routeSchema, answer.value);
  if (!parsed.success) throw new ShellError('network.route-invalid', { plugin: answer.plugin });
  return parsed.output as NetworkRoute;
}
