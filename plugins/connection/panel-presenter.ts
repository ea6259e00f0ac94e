import type { PanelService } from 'boule-bleue';
import type { AccessTests, AccessTestView } from './access-tests.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { StatusKeeper } from './connection-status.ts';
import type { TestHistory } from './history/test-history.ts';
import { type ChangesSinceSuccess, findChangesSinceSuccess } from './history/what-changed.ts';
import { type ConnectionPanelState, panelId } from './panel-state.ts';
import { findPlainHttp } from './plain-http-notice.ts';
import type { SavedConnection } from './saved-connection.ts';
import { summarise } from './test-summary.ts';

/** Publishes the panel's state whenever a part of it changes. */
export class PanelPresenter {
  constructor(
    private readonly panels: PanelService,
    private readonly saved: SavedConnection,
    private readonly status: StatusKeeper,
    private readonly gate: ConnectionGate,
    private readonly tests: AccessTests,
    private readonly history: TestHistory,
  ) {}

  start(): void {
    const { saved, status, gate, tests, history } = this;
    for (const onDidChange of [saved.onDidChange, gate.onDidChange, tests.onDidChange, history.onDidChange])
      onDidChange(() => this.publish());
    status.onDidChange(() => this.publish());
    this.publish();
  }

  private publish(): void {
    const test = this.tests.view;
    const state: ConnectionPanelState = {
      ...this.saved.current,
      status: this.status.current,
      refusal: this.gate.refusal,
      plainHttp: findPlainHttp(this.saved.current.values),
      watch: null,
      test: test && { ...test, ...summarise(test, this.status.current, this.saved.current.values), changes: this.findChanges(test) },
    };
    this.panels.publish(panelId, state);
  }

  /** Nothing before the test is kept: the newest of the history is another one until then. */
  private findChanges({ at }: AccessTestView): ChangesSinceSuccess | null {
    const [newest] = this.history.all;
    return at !== null && newest?.lastAt === at ? findChangesSinceSuccess(this.history, newest) : null;
  }
}
