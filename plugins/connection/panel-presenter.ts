import type { PanelService } from 'boule-bleue';
import type { AccessTests, AccessTestView } from './access-test/access-tests.ts';
import { summarise } from './access-test/test-summary.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { StatusKeeper } from './connection-status.ts';
import { type ConnectionPanelState, panelId } from './panel-state.ts';
import { findPlainHttp } from './plain-http-notice.ts';
import type { TestHistory } from './records/test-history.ts';
import { type ChangesSinceSuccess, findChangesSinceSuccess } from './records/what-changed.ts';
import type { SavedConnection } from './values/saved-connection.ts';
import type { ConnectionWatch } from './watch/connection-watch.ts';

export interface PresentedParts {
  readonly panels: PanelService;
  readonly saved: SavedConnection;
  readonly status: StatusKeeper;
  readonly gate: ConnectionGate;
  readonly tests: AccessTests;
  readonly history: TestHistory;
  readonly watch: ConnectionWatch;
}

/** Publishes the panel's state whenever a part of it changes. */
export class PanelPresenter {
  constructor(private readonly parts: PresentedParts) {}

  start(): void {
    const { saved, status, gate, tests, history, watch } = this.parts;
    for (const { onDidChange } of [saved, gate, tests, history, watch]) onDidChange(() => this.publish());
    status.onDidChange(() => this.publish());
    this.publish();
  }

  private publish(): void {
    const { panels, saved, status, gate, tests, watch } = this.parts;
    const test = tests.view;
    const state: ConnectionPanelState = {
      ...saved.current,
      status: status.current,
      refusal: gate.refusal,
      plainHttp: findPlainHttp(saved.current.values),
      watch: watch.state,
      test: test && { ...test, ...summarise(test, status.current, saved.current.values), changes: this.findChanges(test) },
    };
    panels.publish(panelId, state);
  }

  /** Nothing before the test is kept. The newest of the history may be another one: the watch keeps its own. */
  private findChanges({ at }: AccessTestView): ChangesSinceSuccess | null {
    const { history } = this.parts;
    const kept = history.all.find(({ lastAt }) => lastAt === at);
    return kept ? findChangesSinceSuccess(history, kept) : null;
  }
}
