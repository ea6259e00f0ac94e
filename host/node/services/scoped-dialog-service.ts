import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { Secret } from '../../../core/secret.ts';
import { type ConfirmOptions, DialogService, type InputOptions } from '../../../core/services/dialog-service.ts';
import type { DialogCenter } from '../window/dialog-center.ts';

export class ScopedDialogService extends DialogService {
  constructor(
    private readonly scope: PluginScope,
    private readonly dialogs: DialogCenter,
  ) {
    super();
  }

  override async confirm(options: ConfirmOptions): Promise<boolean> {
    const answer = await this.dialogs.ask(this.scope.manifest.id, { kind: 'confirm', ...options }, this.scope.signal);
    return answer.kind === 'confirmed';
  }

  override async askSecret(options: InputOptions): Promise<Secret | undefined> {
    const answer = await this.dialogs.ask(this.scope.manifest.id, { kind: 'secret', ...options }, this.scope.signal);
    return answer.kind === 'secret' ? new Secret(answer.value) : undefined;
  }
}
