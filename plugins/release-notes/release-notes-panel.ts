import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { noteStyles } from './panel/note-styles.ts';
import { renderNote } from './panel/render-note.ts';
import type { NoteState, ReleaseNotesState } from './release-notes-state.ts';

/** « Lisez-moi »: the versions, and the note of the chosen one. */
@customElement('release-notes-panel')
export class ReleaseNotesPanel extends LitElement implements PanelElement<ReleaseNotesState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: ReleaseNotesState | undefined;

  @state() private chosen: string | undefined;
  @state() private problem = '';
  /** The version that the main half was told of. */
  private shown: string | undefined;

  protected override firstUpdated(): void {
    void this.panel.run('release-notes.search', { daily: true });
  }

  protected override updated(): void {
    const version = this.note?.version;
    if (version === undefined || version === this.shown) return;
    this.shown = version;
    void this.panel.run('release-notes.mark-read', { version });
  }

  override render() {
    const { note } = this;
    if (!this.state || !note) return html`<p role="status">${this.panel.t('panel.loading')}</p>`;
    return html`<div class="layout">
      <section aria-labelledby="title">
        <h1 id="title">${this.panel.t('command.open')}</h1>
        ${this.renderVersions(this.state.notes, note)} ${this.renderSearch(this.state)}
      </section>
      ${this.renderNote(note)}
    </div>`;
  }

  private renderVersions(notes: readonly NoteState[], shown: NoteState) {
    return html`<ul role="list" aria-label=${this.panel.t('versions')}>
      ${repeat(
        notes,
        ({ version }) => version,
        ({ version, date, isUnread }) =>
          html`<li>
            <button type="button" aria-current=${version === shown.version ? 'true' : nothing} @click=${() => this.choose(version)}>
              <span class="version">V.${version}</span>
              ${isUnread ? html`<span class="unread">${this.panel.t('versions.unread')}</span>` : nothing}
              <span class="date">${this.formatDate(date)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  private renderSearch({ isSearching, searchedAt, problem }: ReleaseNotesState) {
    const when = searchedAt === null ? this.panel.t('search.never') : this.panel.t('search.done', { at: searchedAt });
    return html`<div class="search">
      <p role="status">${isSearching ? this.panel.t('search.running') : when}</p>
      ${problem && !isSearching ? html`<p class="problem">${this.panel.t(problem)}</p>` : nothing}
      <button type="button" class="secondary" aria-disabled=${isSearching ? 'true' : nothing} @click=${this.search}>
        ${this.panel.t('search.run')}
      </button>
    </div>`;
  }

  private renderNote(note: NoteState) {
    const { version, date, markdown } = note;
    const heading = this.panel.t('note.heading', { version, date: this.formatDate(date) });
    return html`<article aria-labelledby="heading" @click=${this.onClick} @auxclick=${this.onClick}>
      <h2 id="heading">${heading}</h2>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${guard([markdown, version], () => renderNote(note))}
    </article>`;
  }

  private get note(): NoteState | undefined {
    const find = (version: string | undefined) => this.state?.notes.find((note) => note.version === version);
    return find(this.chosen) ?? find(this.state?.preferred) ?? this.state?.notes[0];
  }

  /** The day a version came out is the same wherever it is read. */
  private formatDate(date: string): string {
    return new Intl.DateTimeFormat(this.panel.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
  }

  private choose(version: string): void {
    this.chosen = version;
    this.problem = '';
  }

  private search(): void {
    if (!this.state?.isSearching) void this.panel.run('release-notes.search', {});
  }

  /** Links are followed by the main half, which knows where a note may lead. */
  private async onClick(event: MouseEvent): Promise<void> {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const address = link?.getAttribute('href');
    const isMenuClick = event.button === 2;
    if (!link || isMenuClick) return;
    event.preventDefault();
    if (!address) return;
    const outcome = await this.panel.run('release-notes.follow-link', { address });
    this.problem = outcome.ok || outcome.cancelled ? '' : outcome.sentence;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    noteStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .layout {
        display: grid;
        gap: 1.5em 2.5em;
        grid-template-columns: minmax(12em, 15em) minmax(0, 1fr);
      }
      section ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      section li button {
        align-items: baseline;
        background: none;
        border: 0;
        border-inline-start: 3px solid transparent;
        border-radius: 4px;
        color: inherit;
        display: grid;
        grid-template-columns: 1fr auto;
        padding: 0.45em 0.7em;
        text-align: start;
        width: 100%;
      }
      section li button:hover:not(:disabled) {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
      }
      section li button[aria-current]:not(:disabled) {
        background: var(--vscode-list-activeSelectionBackground);
        border-inline-start-color: var(--vscode-activityBar-activeBorder);
        color: var(--vscode-list-activeSelectionForeground);
        forced-color-adjust: none;
      }
      .version {
        font-weight: 600;
      }
      .unread {
        background: var(--vscode-activityBarBadge-background);
        border-radius: 1em;
        color: var(--vscode-activityBarBadge-foreground);
        font-size: 0.8em;
        padding: 0.05em 0.65em;
      }
      .date {
        font-size: 0.9em;
        grid-column: 1 / -1;
      }
      .search {
        border-top: 1px solid var(--vscode-textSeparator-foreground);
        font-size: 0.92em;
        margin-top: 1.25em;
        padding-top: 0.9em;
      }
      .search p {
        margin: 0 0 0.75em;
      }
      .search p:not(.problem) {
        color: var(--vscode-descriptionForeground);
      }
      button[aria-disabled='true'] {
        cursor: default;
        opacity: 0.6;
      }
      @container (width < 46em) {
        .layout {
          grid-template-columns: minmax(0, 1fr);
        }
        section ul {
          display: grid;
          gap: 0.25em;
          grid-template-columns: repeat(auto-fill, minmax(14em, 1fr));
        }
        .search {
          align-items: center;
          display: flex;
          flex-wrap: wrap;
          gap: 0 1em;
          justify-content: space-between;
        }
        .search p {
          margin: 0;
        }
      }
    `,
  ];
}
