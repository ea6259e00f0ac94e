import type { FileService, Language } from 'boule-bleue';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccountRows } from './account-rows.ts';
import { arrangeRows, type StateChoice, type StateColumn } from './arrange-rows.ts';
import { writeLocalDate, writeStatesCsv } from './states-csv.ts';

export interface ExportRequest {
  readonly text?: string;
  readonly choice?: StateChoice;
  readonly column?: StateColumn;
  readonly descending?: boolean;
  /** Default: `fr`. */
  readonly language?: Language;
}

/** Offers the table as a file: what the session may see of it, and nothing that is secret. */
export class ExportStates {
  constructor(
    private readonly rows: AccountRows,
    private readonly sessions: Pick<Sessions, 'require'>,
    private readonly files: FileService,
    private readonly now: () => number,
  ) {}

  /** Whether the user took the file. @throws ShellError `credentials.sign-in-required`, `dialog.no-window`, `shared-storage.*`. */
  async export({
    text,
    choice,
    column = 'name',
    descending = false,
    language = 'fr',
  }: ExportRequest): Promise<{ readonly exported: boolean }> {
    this.sessions.require('user');
    const sort = { column, isDescending: descending };
    const rows = arrangeRows(await this.rows.list(), { sort, ...(text !== undefined && { text }), ...(choice && { choice }) }, language);
    const { wordsIn } = await import('./states-words.ts');
    const [day] = writeLocalDate(this.now()).split(' ');
    return { exported: await this.files.offer({ name: `etat-des-comptes-${day}.csv`, text: writeStatesCsv(rows, wordsIn(language)) }) };
  }
}
