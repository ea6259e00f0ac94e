import { hash, randomBytes } from 'node:crypto';

/** A panel of a stranger, as it is to be drawn in a frame. */
export interface FramedPanel {
  readonly panel: string;
  readonly plugin: string;
  /** What tells the plugin's files from those loaded before under the same id. */
  readonly revision: string;
  /** Path of the panel's module in the plugin's folder. */
  readonly module: string;
}

/** One window's right to one panel's frame. */
export interface FrameTicket extends FramedPanel {
  /** 256 random bits: frames have no cookies, so who knows it has what it opens. */
  readonly token: string;
  readonly window: string;
  /** First part of the frame's host name. A plugin's own, which gives its frames a site, and so a process, apart from the window's and other plugins'. */
  readonly label: string;
}

/** Which frames may be served now. A ticket ends when its window closes the panel or is gone. */
export class FrameTickets {
  private readonly byToken = new Map<string, FrameTicket>();

  /** The ticket that the window holds for the panel already, where the plugin is the same; else a new one, and the old one ends. */
  issue(window: string, panel: FramedPanel): FrameTicket {
    const held = this.heldBy(window, panel.panel);
    if (held?.revision === panel.revision && held.module === panel.module) return held;
    this.revoke(window, panel.panel);
    const ticket = { ...panel, window, token: randomBytes(32).toString('base64url'), label: labelOf(panel.plugin) };
    this.byToken.set(ticket.token, ticket);
    return ticket;
  }

  find(token: string): FrameTicket | undefined {
    return this.byToken.get(token);
  }

  revoke(window: string, panel: string): void {
    const held = this.heldBy(window, panel);
    if (held) this.byToken.delete(held.token);
  }

  /** Ends all tickets of a window that is gone. */
  revokeWindow(window: string): void {
    for (const { token, window: holder } of this.byToken.values()) {
      if (holder === window) this.byToken.delete(token);
    }
  }

  private heldBy(window: string, panel: string): FrameTicket | undefined {
    return [...this.byToken.values()].find((ticket) => ticket.window === window && ticket.panel === panel);
  }
}

/** Ids of plugins may be longer than a part of a host name, and hold what it may not. */
function labelOf(plugin: string): string {
  return `extension-${hash('sha256', plugin, 'hex').slice(0, 24)}`;
}
