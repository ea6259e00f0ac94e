import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { Secret } from '../../../core/secret.ts';
import { type ConfirmOptions, DialogService, type InputOptions } from '../../../core/services/dialog-service.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import { endingWith } from './owned-by.ts';

export class ScopedDialogService extends DialogService {
  constructor(
    private readonly scope: PluginScope,
    private readonly dialogs: DialogCenter,
  ) {
    super();
  }

  override async confirm(options: ConfirmOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<boolean> {
    const answer = await this.dialogs.ask(this.scope.manifest.id, { kind: 'confirm', ...options }, endingWith(this.scope, signal));
    return answer.kind === 'confirmed';
  }

  override async askSecret(options: InputOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Secret | undefined> {
    const answer = await this.dialogs.ask(this.scope.manifest.id, { kind: 'secret', ...options }, endingWith(this.scope, signal));
    return answer.kind === 'secret' ? new Secret(answer.value) : undefined;
  }
}
