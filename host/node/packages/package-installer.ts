import compareVersions from 'semver/functions/compare.js';
import { ShellError } from '../../../core/errors.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Language, Message } from '../../../core/message.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { InspectedPackage } from './inspect-package.ts';
import { type InstalledPlugin, type InstalledPlugins, type InstalledVersion, requireInstalled } from './installed-plugins.ts';
import type { LoadPackage } from './load-package.ts';
import type { PackagePermissions } from './package-permissions.ts';
import { withoutExactVersion } from './package-source.ts';
import { type KnownPlugin, requireFreeId } from './plugin-ids.ts';
import { type StagedPackage, StagedPackages } from './staged-packages.ts';
import { writing } from './writing.ts';

/** A package that was fetched, checked and unpacked, and waits for the user's word. */
export interface PackageProposal {
  /** Names the proposal to `commit` and `discard`. */
  readonly token: string;
  readonly id: string;
  readonly packageName: string;
  readonly displayName: Readonly<Record<Language, string>>;
  readonly version: string;
  /** The version that it takes the place of. */
  readonly replacedVersion: string | undefined;
  readonly manifest: Manifest;
  /** Of what the manifest asks for, what the user has not decided about. */
  readonly newlyAsked: Permissions;
  readonly integrity: string;
  /** What the user should know before saying yes. */
  readonly warnings: readonly Message[];
}

export interface PackageInstallerOptions {
  readonly installed: InstalledPlugins;
  readonly load: LoadPackage;
  /** What the catalogue offers of a package. */
  readonly offered: (packageName: string) => Promise<{ readonly version: string; readonly source: string } | undefined>;
  readonly permissions: PackagePermissions;
  /** Every plugin that there is, wherever it comes from, whatever its state. */
  readonly knownPlugins: () => readonly KnownPlugin[];
  /** Has the host load another version of a plugin from there, or none. */
  readonly apply: (id: string, location: string | undefined) => Promise<void>;
  /** Told of what could not be tidied up; the next start tries again. */
  readonly onError: (error: unknown) => undefined;
}

/** What is known of a package that waits. */
interface Candidate {
  readonly proposal: Omit<PackageProposal, 'token'>;
  readonly source: string;
}

/** Installs, updates and removes packages in two steps: what is proposed changes nothing yet, what is committed takes effect at once. */
export class PackageInstaller {
  private readonly staged: StagedPackages<Candidate>;
  /** Changes of what is installed, one after the other. */
  private readonly changes = new SerialQueue();

  constructor(private readonly options: PackageInstallerOptions) {
    this.staged = new StagedPackages(options.installed, options.onError);
  }

  /**
   * Fetches, checks and unpacks a package aside.
   * @param source what the user gave: a folder, a `.tgz` or an npm name.
   * @throws ShellError `package.*`, `network.*`; an `AbortError` when the caller gave up.
   */
  async stage(source: string, signal?: AbortSignal): Promise<PackageProposal> {
    const { inspected, integrity } = await this.options.load(source, signal);
    requireFreeId(inspected, this.options.knownPlugins());
    const proposal = this.propose(inspected, integrity);
    return { token: await this.staged.add(inspected.files, { proposal, source }), ...proposal };
  }

  /**
   * What would take an installed plugin's place: the version that the catalogue offers where that is newer, else what there is by now
   * where it came from.
   * @returns `undefined` where that is what is installed, or older.
   * @throws as `stage`; ShellError `package.not-installed`.
   */
  async stageUpdate(id: string, signal?: AbortSignal): Promise<PackageProposal | undefined> {
    const record = requireInstalled(this.options.installed, id);
    const proposal = await this.stage(await this.sourceOfUpdate(record), signal);
    const isOther = proposal.id !== id;
    const progress = compareVersions(proposal.version, record.current.version);
    // A folder may hold something else under the same version.
    if (!isOther && (progress > 0 || (progress === 0 && proposal.integrity !== record.current.integrity))) return proposal;
    await this.discard(proposal.token);
    if (isOther) throw new ShellError('package.registry-other', { asked: record.packageName, answered: proposal.packageName });
    return undefined;
  }

  /**
   * Installs what was proposed, with all permissions that it newly asks for, and has the host load it.
   * @throws ShellError `package.proposal-gone`, `package.not-writable`, and those of `stage` where the installed plugins have changed since.
   */
  commit(token: string): Promise<InstalledPlugin> {
    return this.changes.run(async () => {
      const staged = this.staged.take(token);
      try {
        return await this.install(staged);
      } finally {
        await this.staged.remove(staged.folder);
      }
    });
  }

  /** Forgets what was proposed. Does nothing for what is gone. */
  discard(token: string): Promise<void> {
    return this.staged.discard(token);
  }

  /** Removes what a host that died has left behind. */
  sweep(): Promise<void> {
    return this.changes.run(() => this.options.installed.sweep());
  }

  /** Forgets all that was proposed. */
  dispose(): Promise<void> {
    return this.staged.discardAll();
  }

  /**
   * Goes back to the version before; from there the same leads forward again.
   * @throws ShellError `package.not-installed`, `package.no-previous`, `package.not-writable`.
   */
  rollBack(id: string): Promise<InstalledPlugin> {
    return this.changes.run(async () => {
      const { previous, ...record } = requireInstalled(this.options.installed, id);
      if (!previous) throw new ShellError('package.no-previous', { plugin: id });
      const rolledBack = { ...record, current: previous, previous: record.current };
      await writing(() => this.options.installed.put(rolledBack));
      await this.load(rolledBack);
      return rolledBack;
    });
  }

  /**
   * Unloads an installed plugin and forgets all that is kept of it.
   * @throws ShellError `plugin.unknown`, `plugin.bundled`, `package.not-installed`, `package.not-writable`.
   */
  remove(id: string): Promise<void> {
    return this.changes.run(async () => {
      const { installed, apply, permissions, knownPlugins } = this.options;
      const known = knownPlugins().filter((plugin) => plugin.id === id);
      if (!installed.find(id)) throw new ShellError(refusalToRemove(known), { plugin: id });
      const manifest = known.find(({ origin }) => origin === 'installed')?.manifest;
      await apply(id, undefined);
      await permissions.forgetPlugin(id, manifest);
      await writing(() => installed.forget(id));
      await this.tidyUp(id);
    });
  }

  private async sourceOfUpdate({ packageName, source, current }: InstalledPlugin): Promise<string> {
    const offered = await this.options.offered(packageName).catch(this.options.onError);
    return offered && compareVersions(offered.version, current.version) > 0 ? offered.source : withoutExactVersion(source);
  }

  private async install({ folder: staged, digest, details }: StagedPackage<Candidate>): Promise<InstalledPlugin> {
    const { proposal, source } = details;
    const { installed, permissions, knownPlugins } = this.options;
    const { id, packageName, version, integrity } = proposal;
    requireFreeId({ manifest: proposal.manifest, name: packageName }, knownPlugins());
    const folder = await writing(() => installed.place(id, { version, digest, staged }));
    const previous = previousOf(installed.find(id), integrity);
    const record = { id, packageName, source, current: { version, folder, integrity }, ...(previous && { previous }) };
    await writing(() => installed.put(record));
    // A host that dies here leaves a plugin that may do too little, never one that nobody installed and that may do something.
    await permissions.grant(proposal.manifest, proposal.newlyAsked);
    await this.load(record);
    await this.tidyUp(id);
    return record;
  }

  private load({ id, current }: InstalledPlugin): Promise<void> {
    return this.options.apply(id, this.options.installed.locationOf(id, current));
  }

  /** Folders that are left lying do no harm. */
  private async tidyUp(id: string): Promise<void> {
    await this.options.installed.sweepPlugin(id).catch(this.options.onError);
  }

  private propose({ manifest, name, displayName, warnings, installScripts }: InspectedPackage, integrity: string): Candidate['proposal'] {
    const { id, version } = manifest;
    const replacedVersion = this.options.installed.find(id)?.current.version;
    return {
      ...{ id, packageName: name, displayName, version, replacedVersion, manifest, integrity },
      newlyAsked: this.options.permissions.newlyAsked(manifest),
      warnings: [
        ...downgradeWarning(version, replacedVersion),
        ...this.missingDependencies(manifest),
        ...(installScripts.length > 0 ? [{ key: 'package.warning.scripts', args: { scripts: installScripts.join(', ') } }] : []),
        ...warnings.slice(0, 5).map(({ path, problem }) => ({ key: 'package.warning.manifest', args: { path, problem } })),
      ],
    };
  }

  private missingDependencies({ pluginDependencies }: Manifest): readonly Message[] {
    const known = new Set(this.options.knownPlugins().map(({ id }) => id));
    const missing = pluginDependencies.filter((dependency) => !known.has(dependency));
    return missing.slice(0, 5).map((dependency) => ({ key: 'package.warning.dependency', args: { dependency } }));
  }
}

function refusalToRemove(known: readonly KnownPlugin[]): 'plugin.unknown' | 'plugin.bundled' | 'package.not-installed' {
  if (known.length === 0) return 'plugin.unknown';
  return known.some(({ origin }) => origin === 'bundled') ? 'plugin.bundled' : 'package.not-installed';
}

/** What a roll-back leads to. What is installed once more, to mend it, is no version of its own. */
function previousOf(record: InstalledPlugin | undefined, integrity: string): InstalledVersion | undefined {
  return record?.current.integrity === integrity ? record.previous : record?.current;
}

function downgradeWarning(version: string, replaced: string | undefined): readonly Message[] {
  if (replaced === undefined || compareVersions(version, replaced) >= 0) return [];
  return [{ key: 'package.warning.downgrade', args: { version, installed: replaced } }];
}
