import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import type { Secret } from '../../../core/secret.ts';
import { type ConfirmOptions, DialogService, type InputOptions } from '../../../core/services/dialog-service.ts';
import { DialogTurns } from './dialog-turns.ts';
import type { FloodReports } from './flood-meter.ts';

/** Has a plugin's questions wait for each other. */
export class LimitedDialogService extends DialogService {
  private readonly turns: DialogTurns;

  constructor(
    scope: PluginScope,
    private readonly dialogs: DialogService,
    floods: FloodReports,
  ) {
    super();
    this.turns = new DialogTurns(scope, floods);
  }

  override confirm(options: ConfirmOptions, until: { readonly signal?: AbortSignal } = {}): Promise<boolean> {
    return this.turns.ask(() => this.dialogs.confirm(options, until), false, until.signal);
  }

  override askSecret(options: InputOptions, until: { readonly signal?: AbortSignal } = {}): Promise<Secret | undefined> {
    return this.turns.ask(() => this.dialogs.askSecret(options, until), undefined, until.signal);
  }
}
