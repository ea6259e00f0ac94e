import type { PanelService } from 'boule-bleue';
import type { AccessTests } from './access-tests.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { StatusKeeper } from './connection-status.ts';
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
  ) {}

  start(): void {
    const { saved, status, gate, tests } = this;
    for (const onDidChange of [saved.onDidChange, gate.onDidChange, tests.onDidChange]) onDidChange(() => this.publish());
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
      test: test && { ...test, ...summarise(test, this.status.current, this.saved.current.values) },
    };
    this.panels.publish(panelId, state);
  }
}
