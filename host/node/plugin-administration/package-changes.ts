import { ShellError } from '../../../core/errors.ts';
import { includesPermission, type PermissionEntry } from '../../../core/manifest/permission-set.ts';
import type { Language, Message } from '../../../core/message.ts';
import type { PackageChange, PluginsState } from '../../../core/protocol/plugin-administration.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PackageInstaller, PackageProposal } from '../packages/package-installer.ts';
import { type PermissionNames, permissionItems } from '../permissions/permission-items.ts';
import type { CarefulConfirmOptions, DialogCenter } from '../window/dialog-center.ts';

export interface PackageChangesOptions {
  readonly installer: PackageInstaller;
  readonly names: PermissionNames;
  readonly dialogs: Pick<DialogCenter, 'ask'>;
  /** In which the user reads. */
  readonly language: () => Language;
  readonly displayName: (plugin: string) => Message;
  /** Told when another installation is under way, or none any more. */
  readonly onDidChange: () => void;
}

/** Installs, updates and removes packages for a user at a window: what they may do is asked before anything changes. */
export class PackageChanges {
  private underWay: { readonly source: string | Message; readonly cancellation: AbortController } | undefined;

  constructor(private readonly options: PackageChangesOptions) {}

  get installing(): PluginsState['installing'] {
    return this.underWay ? { source: this.underWay.source } : null;
  }

  /** @throws ShellError `package.*`, `network.*`, `dialog.no-window`. */
  add(source: string, signal: AbortSignal): Promise<PackageChange> {
    return this.run(source, signal, (ending) => this.options.installer.stage(source, ending));
  }

  /** @throws as `add`. */
  update(plugin: string, signal: AbortSignal): Promise<PackageChange> {
    return this.run(this.options.displayName(plugin), signal, (ending) => this.options.installer.stageUpdate(plugin, ending));
  }

  /** Gives up what is under way. */
  cancel(): void {
    this.underWay?.cancellation.abort();
  }

  async rollBack(plugin: string): Promise<PackageChange> {
    const { id, current } = await this.options.installer.rollBack(plugin);
    return { outcome: 'installed', plugin: id, displayName: null, version: current.version };
  }

  /** Asks first, and says what is lost. */
  async remove(plugin: string, signal: AbortSignal): Promise<void> {
    const isSure = await this.confirm(
      {
        message: { key: 'plugins.remove.question', args: { plugin: this.options.displayName(plugin) } },
        detail: { key: 'plugins.remove.detail' },
        confirmLabel: { key: 'plugins.remove.confirm' },
      },
      signal,
    );
    if (isSure) await this.options.installer.remove(plugin);
  }

  private async run(
    source: string | Message,
    signal: AbortSignal,
    stage: (ending: AbortSignal) => Promise<PackageProposal | undefined>,
  ): Promise<PackageChange> {
    if (this.underWay) throw new ShellError('package.busy');
    const cancellation = new AbortController();
    const ending = AbortSignal.any([signal, cancellation.signal]);
    this.setUnderWay({ source, cancellation });
    try {
      const proposal = await stage(ending);
      return proposal ? await this.decide(proposal, ending) : { outcome: 'current', plugin: null, displayName: null, version: null };
    } finally {
      this.setUnderWay(undefined);
    }
  }

  private async decide(proposal: PackageProposal, signal: AbortSignal): Promise<PackageChange> {
    const { installer } = this.options;
    const { token, id, version } = proposal;
    const change = { plugin: id, displayName: proposal.displayName[this.options.language()], version };
    try {
      if (!(await this.agrees(proposal, signal))) return { outcome: 'declined', ...change };
      signal.throwIfAborted();
      await installer.commit(token);
      return { outcome: 'installed', ...change };
    } finally {
      await installer.discard(token);
    }
  }

  /** A version that wants no more than the one before needs no second yes. */
  private async agrees(proposal: PackageProposal, signal: AbortSignal): Promise<boolean> {
    const { manifest, displayName, packageName, version, replacedVersion, newlyAsked, warnings } = proposal;
    const items = permissionItems(manifest, {}, this.options.names)
      .filter(({ permission, subject }) => includesPermission(newlyAsked, { permission, subject } as PermissionEntry))
      .map(({ sentence }) => sentence);
    if (replacedVersion !== undefined && items.length === 0 && warnings.length === 0) return true;
    const kind = replacedVersion === undefined ? 'plugins.install' : 'plugins.update';
    const args = { plugin: displayName[this.options.language()], version, former: replacedVersion ?? '' };
    const question = {
      message: { key: `${kind}.question`, args },
      detail: { key: items.length > 0 ? `${kind}.asks` : `${kind}.asks-nothing`, args: { package: packageName } },
      confirmLabel: { key: kind },
    };
    return this.confirm({ ...question, items, warnings }, signal);
  }

  private async confirm(question: CarefulConfirmOptions, signal: AbortSignal): Promise<boolean> {
    const answer = await this.options.dialogs.ask(shellId, { kind: 'confirm', ...question, isCautious: true }, signal);
    return answer.kind === 'confirmed';
  }

  private setUnderWay(underWay: PackageChanges['underWay']): void {
    this.underWay = underWay;
    this.options.onDidChange();
  }
}
