import { ShellError } from '../../errors.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import { type HookCallOptions, type HookHandler, HookService } from '../../services/hook-service.ts';
import type { GuestLink } from './guest-link.ts';
import { Numbered } from './numbered.ts';

const service = HookService.serviceId;

export class GuestHookService extends HookService {
  private readonly taps = new Numbered<HookHandler>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(service, { ask: ([tap, args], signal) => this.taps.get(tap)?.(args, { signal }) });
  }

  override tap(hookId: string, handler: HookHandler): Disposable {
    const { manifest } = this.link.scope;
    const isOwn = manifest.contributes.hooks.some((hook) => hook.id === hookId);
    // Whether it is granted now is for the host to know: until it is, the tap waits.
    if (!isOwn && !manifest.permissions.hooks?.includes(hookId))
      throw new ShellError('hook.not-granted', { plugin: manifest.id, hook: hookId });
    const tap = this.taps.add(handler);
    this.link.host.send(service, 'tap', [tap, hookId]);
    return toDisposable(() => {
      this.taps.delete(tap);
      this.link.host.send(service, 'untap', [tap]);
    });
  }

  override call(hookId: string, args: unknown, { signal, ...options }: HookCallOptions = {}): Promise<unknown> {
    return this.link.host.call(service, 'call', [hookId, args, options], signal);
  }
}
