import type { Message, Serialisable } from '../message.ts';

/** A small mark on a panel's entry in the activity bar. */
export interface PanelBadge {
  /** Shown in the mark; 0 removes it. */
  readonly count: number;
  /** What the mark means, read with the panel's name by screen readers. */
  readonly label: Message;
}

/** Publishes what the plugin's panels show. State flows one way: from here to the panel; the panel answers with commands. */
export abstract class PanelService {
  static readonly serviceId = 'panels';

  /**
   * Replaces the state that a contributed panel renders, in every window. The last state is kept for
   * windows that open the panel later. Publishing equal state again costs nothing. A `Message` of another
   * plugin (one with `plugin`) reaches panels as text, since they hold the strings of their own plugin only.
   *
   * Beyond about 20 states a second, or fewer large ones, some are left out; the last one always arrives.
   * @throws ShellError `panel.not-declared` when the manifest doesn't contribute the panel, `panel.state-invalid` when the panel is a
   *   view and the state is not of the view's shape, `panel.state-too-large` beyond 4 MB.
   */
  abstract publish(panelId: string, state: Serialisable): void;

  /**
   * Brings a contributed panel to the front in the window that was used last or, where none is open, in the next one that opens. Does
   * nothing when it is asked for more than once every two seconds in the long run.
   */
  abstract reveal(panelId: string): void;

  /** Sets or, with a count of 0, removes the mark on a panel's entry. */
  abstract setBadge(panelId: string, badge: PanelBadge): void;
}
