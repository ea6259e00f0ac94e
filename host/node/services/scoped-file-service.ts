import { ShellError } from '../../../core/errors.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type FilePickOptions, FileService, type OfferedFile, type PickedFile } from '../../../core/services/file-service.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import { decodeText } from './decode-text.ts';

const maximumBytes = 4 * 1024 * 1024;
const maximumEndings = 20;
const ending = /^\.[a-z\d]{1,16}$/i;
/** Without folder, without what file systems reserve, and with an ending that no system runs. */
const offeredName = /^[^\\/:*?"<>|\p{C}.][^\\/:*?"<>|\p{C}]{0,199}\.(?:csv|dsn|ics|json|log|md|tsv|txt|vcf|xml)$/iu;

/** Asks for files in the window. */
export class ScopedFileService extends FileService {
  constructor(
    private readonly scope: PluginScope,
    private readonly dialogs: DialogCenter,
  ) {
    super();
  }

  override async pick(options: FilePickOptions): Promise<PickedFile | undefined> {
    const { title, accept = [], content = 'text' } = options;
    if (accept.length > maximumEndings || !accept.every((one) => ending.test(one))) throw this.invalid('accept');
    const wantedBytes = Math.min(options.maximumBytes ?? maximumBytes, maximumBytes);
    if (!(wantedBytes >= 1)) throw this.invalid('maximumBytes');
    const question = {
      kind: 'file',
      title,
      accept: accept.map((one) => one.toLowerCase()),
      maximumBytes: Math.floor(wantedBytes),
    } as const;
    const answer = await this.dialogs.ask(this.scope.manifest.id, question, this.scope.signal);
    if (answer.kind !== 'file') return undefined;
    const { name, bytes } = answer;
    return { name, sizeBytes: bytes.length, content: content === 'text' ? decodeText(bytes) : bytes.toString('base64') };
  }

  override async offer({ name, text }: OfferedFile): Promise<boolean> {
    if (!offeredName.test(name)) throw this.invalid('name');
    if (Buffer.byteLength(text) > maximumBytes) throw this.invalid('text');
    const answer = await this.dialogs.ask(this.scope.manifest.id, { kind: 'offer', name, text }, this.scope.signal);
    return answer.kind === 'confirmed';
  }

  private invalid(member: string): ShellError {
    return new ShellError('file.request-invalid', { plugin: this.scope.manifest.id, member });
  }
}
