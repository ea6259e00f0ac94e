import { ShellError } from '../../../core/errors.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type PanelBadge, PanelService } from '../../../core/services/panel-service.ts';
import { maximumViewLength } from '../../../core/views/view-kind.ts';
import { FloodMeter, type FloodReports } from './flood-meter.ts';
import { PacedValues } from './paced-values.ts';
import { RateLimit } from './rate-limit.ts';
import { roughSize } from './rough-size.ts';

/** In UTF-16 units of its JSON; a panel may draw as many rows as a view has. */
const maximumStateLength = maximumViewLength;
/** An update costs one unit, and one more for every this many characters: large states are sent less often. */
const charactersPerUnit = 100_000;
const updateUnits = { burst: 20, perSecond: 20 };
const revealUnits = { burst: 5, perSecond: 0.5 };
const maximumBadgeCharacters = 1_000;

/**
 * Keeps a plugin from flooding windows with states and marks, and from tearing its panels to the front again and again. The last
 * state always arrives.
 */
export class LimitedPanelService extends PanelService {
  private readonly states = new Map<string, PacedValues<string, string>>();
  private readonly badges: PacedValues<string, PanelBadge>;
  private readonly reveals = new RateLimit(revealUnits);
  private readonly excess: FloodMeter;
  private readonly refuse: (error: unknown) => void;

  constructor(
    private readonly scope: PluginScope,
    private readonly panels: PanelService,
    floods: FloodReports,
  ) {
    super();
    this.excess = new FloodMeter(() => floods.report(scope.manifest.id, 'panels'));
    this.refuse = (error) => floods.reportRefusal(scope.manifest.id, error);
    this.badges = scope.store.add(
      new PacedValues<string, PanelBadge>({
        limit: new RateLimit(updateUnits),
        apply: (panelId, badge) => panels.setBadge(panelId, badge),
        onExcess: () => this.excess.note(),
        onFailure: this.refuse,
      }),
    );
  }

  /** @throws ShellError `panel.not-declared`, `panel.state-too-large`, and for a state that does not have to wait `panel.state-invalid`. */
  override publish(panelId: string, state: Serialisable): void {
    this.requireDeclared(panelId);
    const text = JSON.stringify(state);
    if (text === undefined) throw new TypeError('A state must be serialisable');
    if (text.length > maximumStateLength) {
      const details = { plugin: this.scope.manifest.id, panel: panelId, maximumLength: maximumStateLength };
      throw new ShellError('panel.state-too-large', details);
    }
    this.statesOf(panelId).set(panelId, text, 1 + Math.floor(text.length / charactersPerUnit));
  }

  override reveal(panelId: string): void {
    this.requireDeclared(panelId);
    if (this.reveals.take()) this.panels.reveal(panelId);
    else this.excess.note();
  }

  /** @throws ShellError `panel.not-declared`, `panel.state-too-large` for a label that long. */
  override setBadge(panelId: string, badge: PanelBadge): void {
    this.requireDeclared(panelId);
    if (roughSize(badge, maximumBadgeCharacters) >= maximumBadgeCharacters) {
      const details = { plugin: this.scope.manifest.id, panel: panelId, maximumLength: maximumBadgeCharacters };
      throw new ShellError('panel.state-too-large', details);
    }
    this.badges.set(panelId, badge);
  }

  private statesOf(panelId: string): PacedValues<string, string> {
    const known = this.states.get(panelId);
    if (known) return known;
    const paced = new PacedValues<string, string>({
      limit: new RateLimit(updateUnits),
      apply: (id, text) => this.panels.publish(id, JSON.parse(text)),
      onExcess: () => this.excess.note(),
      onFailure: this.refuse,
    });
    this.states.set(panelId, this.scope.store.add(paced));
    return paced;
  }

  /** Before anything waits: nobody hears of what fails later. */
  private requireDeclared(panelId: string): void {
    const { id, contributes } = this.scope.manifest;
    if (contributes.panels.some((panel) => panel.id === panelId)) return;
    throw new ShellError('panel.not-declared', { plugin: id, panel: panelId });
  }
}
