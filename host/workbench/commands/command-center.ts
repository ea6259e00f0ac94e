import type { Event } from '../../../core/event.ts';
import type { Translate } from '../../../core/l10n/translator.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { CommandCall } from '../../../core/protocol/window-protocol.ts';
import { ConnectionLostError, type HostConnection } from '../connection/host-connection.ts';
import type { WindowContext } from '../context-keys/window-context.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';
import type { CommandEntry } from './command-entry.ts';

export interface CommandCenterOptions {
  readonly store: WorkbenchStore;
  readonly context: WindowContext;
  readonly connection: HostConnection;
  readonly t: Translate;
  /** The window's own commands, in the window's language. */
  readonly windowCommands: () => readonly CommandEntry[];
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** The panel that asks: the host then lets only that through which the panel's plugin may run. */
  readonly panel?: string;
}

/** All commands, the host's and the window's own, and how they run. */
export class CommandCenter {
  private entries: readonly CommandEntry[] | undefined;
  private byId: ReadonlyMap<string, CommandEntry> | undefined;
  private callCount = 0;

  /** Fires when there are other commands, or the same in another language. */
  readonly onDidChange: Event<unknown>;

  constructor(private readonly options: CommandCenterOptions) {
    this.onDidChange = options.store.changesOf('commands', 'strings', 'panels', 'themes', 'menus');
    this.onDidChange(() => {
      this.entries = undefined;
      this.byId = undefined;
    });
  }

  /** Every command. The list keeps its identity as long as it is the same. */
  get all(): readonly CommandEntry[] {
    this.entries ??= [...this.hostCommands(), ...this.options.windowCommands()];
    return this.entries;
  }

  find(id: string): CommandEntry | undefined {
    this.byId ??= new Map(this.all.map((entry) => [entry.id, entry]));
    return this.byId.get(id);
  }

  isEnabled({ enablement }: CommandEntry): boolean {
    return this.options.context.holds(enablement);
  }

  /** Why a command that isn't enabled can't run now. */
  disabledReason({ disabledReason }: CommandEntry): string {
    return disabledReason ?? this.options.t('workbench.command.disabled');
  }

  /** Runs a command that the user chose, here or on the host. */
  async start(id: string, args?: unknown): Promise<CommandOutcome> {
    const entry = this.find(id);
    if (!entry?.runHere) return this.runOnHost(id, args as Serialisable | undefined);
    await entry.runHere(args);
    return { ok: true, value: undefined };
  }

  /** Runs a command on the host. Never rejects: a lost connection and a cancellation are outcomes too. */
  async runOnHost(command: string, args?: Serialisable, { signal, panel }: RunOptions = {}): Promise<CommandOutcome> {
    if (signal?.aborted) return this.failure('cancelled');
    this.callCount += 1;
    const callId = `call-${this.callCount}`;
    const { connection } = this.options;
    const cancel = () => void connection.call((host) => host.cancelCommand(callId)).catch(() => undefined);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const call: CommandCall = { callId, command, ...(args !== undefined && { args }), ...(panel !== undefined && { panel }) };
      return await connection.call((host) => host.executeCommand(call));
    } catch (error) {
      return this.failure(error instanceof ConnectionLostError ? 'connection-lost' : 'failed');
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  private failure(reason: 'cancelled' | 'connection-lost' | 'failed'): CommandOutcome {
    const sentence = this.options.t(`workbench.command.${reason}`);
    return { ok: false, cancelled: reason === 'cancelled', code: `workbench.${reason}`, sentence };
  }

  private hostCommands(): readonly CommandEntry[] {
    const separator = this.options.t('workbench.command.category-separator');
    return this.options.store.current.commands.map((item) => ({
      ...item,
      label: item.category === undefined ? item.title : item.category + separator + item.title,
    }));
  }
}
