import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type FilePickOptions, FileService, type OfferedFile, type PickedFile } from '../../../core/services/file-service.ts';
import { DialogTurns } from './dialog-turns.ts';
import type { FloodReports } from './flood-meter.ts';

/** Has a plugin's questions about files wait for each other. */
export class LimitedFileService extends FileService {
  private readonly turns: DialogTurns;

  constructor(
    scope: PluginScope,
    private readonly files: FileService,
    floods: FloodReports,
  ) {
    super();
    this.turns = new DialogTurns(scope, floods, 'files');
  }

  override pick(options: FilePickOptions): Promise<PickedFile | undefined> {
    return this.turns.ask(() => this.files.pick(options), undefined);
  }

  override offer(file: OfferedFile): Promise<boolean> {
    return this.turns.ask(() => this.files.offer(file), false);
  }
}
