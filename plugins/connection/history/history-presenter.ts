import type { PanelService } from 'boule-bleue';
import type { AccessTests } from '../access-test/access-tests.ts';
import type { TestHistory } from '../records/test-history.ts';
import type { HistoryBoard } from './history-board.ts';
import { type HistoryPanelState, historyPanelId } from './history-state.ts';
import { toRow } from './test-row.ts';

/** Publishes what the panel « Historique des tests » shows, whenever a part of it changes. */
export class HistoryPresenter {
  private wasTesting = false;

  constructor(
    private readonly panels: PanelService,
    private readonly history: TestHistory,
    private readonly board: HistoryBoard,
    private readonly tests: AccessTests,
  ) {}

  start(): void {
    for (const onDidChange of [this.history.onDidChange, this.board.onDidChange]) onDidChange(() => this.publish());
    this.tests.onDidChange(() => this.isTesting !== this.wasTesting && this.publish());
    this.publish();
  }

  private get isTesting(): boolean {
    return this.tests.view?.status === 'running';
  }

  private publish(): void {
    const { history, board } = this;
    const { imported } = board;
    const state: HistoryPanelState = {
      isLoaded: history.isLoaded,
      isTesting: this.isTesting,
      tests: history.all.map(toRow),
      unreadableCount: history.unreadableCount,
      imported: imported && { ...toRow(imported.test), fileName: imported.fileName },
      comparison: board.comparison,
      preview: board.preview,
    };
    this.wasTesting = state.isTesting;
    this.panels.publish(historyPanelId, state);
  }
}
