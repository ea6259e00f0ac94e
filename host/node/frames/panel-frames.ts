import type { FrameAddresses } from '../../../core/protocol/window-protocol.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PluginLibrary } from '../plugins/plugin-library.ts';
import { addressOf } from './frame-server.ts';
import { type FrameTicket, FrameTickets } from './frame-tickets.ts';

export interface PanelFramesOptions {
  readonly pluginLibrary: Pick<PluginLibrary, 'find'>;
  /** Origin of the frames of a label; none where nobody listens. */
  readonly originOf: (label: string) => string | undefined;
}

/** Decides which panels are drawn in frames, and opens and closes these for windows. */
export class PanelFrames {
  private readonly tickets = new FrameTickets();

  constructor(private readonly options: PanelFramesOptions) {}

  /** Only the shell and the plugins that came with the product draw in the window's own document. */
  isFramed(plugin: string): boolean {
    return plugin !== shellId && this.options.pluginLibrary.find(plugin)?.plugin.origin !== 'bundled';
  }

  /** Where a window gets a panel from that is drawn in a frame, until it closes it. `undefined` for all other panels. */
  open(window: string, plugin: string, panel: string): FrameAddresses | undefined {
    const found = this.options.pluginLibrary.find(plugin);
    if (!found || !this.isFramed(plugin)) return undefined;
    const contribution = found.plugin.manifest.contributes.panels.find(({ id }) => id === panel);
    if (contribution?.module === undefined) return undefined;
    const module = contribution.module.replace(/^\.\//, '');
    const ticket = this.tickets.issue(window, { panel, plugin, revision: found.revision, module });
    const origin = this.options.originOf(ticket.label);
    if (origin === undefined) return undefined;
    const page = addressOf(ticket, { originOf: () => origin });
    return { page, module: `${page}files/${module}` };
  }

  close(window: string, panel: string): void {
    this.tickets.revoke(window, panel);
  }

  closeWindow(window: string): void {
    this.tickets.revokeWindow(window);
  }

  findTicket(token: string): FrameTicket | undefined {
    return this.tickets.find(token);
  }
}
