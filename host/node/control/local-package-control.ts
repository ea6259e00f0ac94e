import type { Manifest } from '../../../core/manifest/manifest.ts';
import { includesPermission, type PermissionEntry } from '../../../core/manifest/permission-set.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Language, Message } from '../../../core/message.ts';
import { onOneLine } from '../packages/on-one-line.ts';
import type { PackageProposal } from '../packages/package-installer.ts';
import type { Packages } from '../packages/packages.ts';
import { type PermissionNames, permissionItems } from '../permissions/permission-items.ts';
import type { Wording } from '../strings/wording.ts';
import type { ControlOutcome } from './host-control.ts';
import { outcomeOf } from './outcome.ts';
import type { ChangedPackage, OfferedPackage, PackageControl, ProposedPackage } from './package-control.ts';

export interface PackageControlParts {
  readonly packages: Packages;
  readonly wording: Wording;
  readonly permissionNames: PermissionNames;
}

/** Answers the command line about the packages of the host in this process. */
export class LocalPackageControl implements PackageControl {
  /** @param ending cancels what is under way. */
  constructor(
    private readonly parts: PackageControlParts,
    private readonly ending: AbortSignal,
  ) {}

  propose(source: string, language: Language): Promise<ControlOutcome<ProposedPackage>> {
    return this.outcome(language, async () => this.describe(await this.installer.stage(source, this.ending), language));
  }

  proposeUpdate(plugin: string, language: Language): Promise<ControlOutcome<ProposedPackage | null>> {
    return this.outcome(language, async () => {
      const proposal = await this.installer.stageUpdate(plugin, this.ending);
      return proposal ? this.describe(proposal, language) : null;
    });
  }

  commit(token: string, language: Language): Promise<ControlOutcome<ChangedPackage>> {
    return this.outcome(language, async () => {
      const { id, current } = await this.installer.commit(token);
      return { id, version: current.version };
    });
  }

  discard(token: string, language: Language): Promise<ControlOutcome<null>> {
    return this.outcome(language, async () => {
      await this.installer.discard(token);
      return null;
    });
  }

  rollBack(plugin: string, language: Language): Promise<ControlOutcome<ChangedPackage>> {
    return this.outcome(language, async () => {
      const { id, current } = await this.installer.rollBack(plugin);
      return { id, version: current.version };
    });
  }

  remove(plugin: string, language: Language): Promise<ControlOutcome<null>> {
    return this.outcome(language, async () => {
      await this.installer.remove(plugin);
      return null;
    });
  }

  listCatalogue(language: Language): Promise<ControlOutcome<readonly OfferedPackage[]>> {
    return this.outcome(language, async () => {
      const packages = await this.parts.packages.catalogue.list(this.ending);
      return packages.map(({ name, version, displayName, description, source }) => ({
        ...{ name, version, source },
        displayName: displayName[language],
        description: description[language],
      }));
    });
  }

  private get installer(): Packages['installer'] {
    return this.parts.packages.installer;
  }

  private describe(proposal: PackageProposal, language: Language): ProposedPackage {
    const { token, id, displayName, version, replacedVersion, manifest, newlyAsked, warnings, integrity } = proposal;
    return {
      ...{ token, id, version, integrity },
      displayName: displayName[language],
      replacedVersion: replacedVersion ?? null,
      permissions: this.describePermissions(manifest, newlyAsked, language),
      warnings: warnings.map((warning) => this.word(warning, language)),
    };
  }

  private describePermissions(manifest: Manifest, newlyAsked: Permissions, language: Language): ProposedPackage['permissions'] {
    return permissionItems(manifest, {}, this.parts.permissionNames).map(({ sentence, permission, subject }) => ({
      sentence: this.word(sentence, language),
      isNew: includesPermission(newlyAsked, { permission, subject } as PermissionEntry),
    }));
  }

  private word(message: Message, language: Language): string {
    return onOneLine(this.parts.wording.text(message, language));
  }

  private outcome<T>(language: Language, work: () => T | Promise<T>): Promise<ControlOutcome<T>> {
    return outcomeOf(this.parts.wording, language, work);
  }
}
