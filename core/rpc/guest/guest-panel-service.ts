import { ShellError } from '../../errors.ts';
import type { Serialisable } from '../../message.ts';
import { type PanelBadge, PanelService } from '../../services/panel-service.ts';
import { maximumPackedStateLength, packData } from '../packed-data.ts';
import type { GuestLink } from './guest-link.ts';

const service = PanelService.serviceId;
/** A state may be longer than one call, and characters may take six times their length as JSON. */
const partLength = 128 * 1024;

export class GuestPanelService extends PanelService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override publish(panelId: string, state: Serialisable): void {
    this.requireDeclared(panelId);
    const text = packData(JSON.parse(JSON.stringify(state)), maximumPackedStateLength);
    for (let start = 0; start < text.length; start += partLength)
      this.link.host.send(service, 'part', [panelId, text.slice(start, start + partLength)]);
    this.link.host.send(service, 'publish', [panelId]);
  }

  override reveal(panelId: string): void {
    this.requireDeclared(panelId);
    this.link.host.send(service, 'reveal', [panelId]);
  }

  override setBadge(panelId: string, badge: PanelBadge): void {
    this.requireDeclared(panelId);
    this.link.host.send(service, 'setBadge', [panelId, badge]);
  }

  private requireDeclared(panelId: string): void {
    const { id, contributes } = this.link.scope.manifest;
    if (!contributes.panels.some((panel) => panel.id === panelId))
      throw new ShellError('panel.not-declared', { plugin: id, panel: panelId });
  }
}
