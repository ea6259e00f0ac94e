import type { Language } from '../../../core/message.ts';
import type { ControlOutcome } from './host-control.ts';

/** A package that waits for the user's word: what `commit` would install. */
export interface ProposedPackage {
  /** Names it to `commit` and `discard`. */
  readonly token: string;
  readonly id: string;
  readonly displayName: string;
  readonly version: string;
  /** The version that it takes the place of. */
  readonly replacedVersion: string | null;
  /** All that it may then do, in a sentence each. */
  readonly permissions: readonly { readonly sentence: string; readonly isNew: boolean }[];
  /** What the user should know before saying yes. */
  readonly warnings: readonly string[];
  /** Digest of what would be installed (Subresource Integrity). */
  readonly integrity: string;
}

/** A plugin, and the version of it that is installed now. */
export interface ChangedPackage {
  readonly id: string;
  readonly version: string;
}

/** One package of the catalogue's folder. */
export interface OfferedPackage {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  /** What `propose` takes. */
  readonly source: string;
}

/** What the command line asks of a host about packages. Nothing rejects for what can be expected. */
export interface PackageControl {
  /**
   * Fetches and checks a package; nothing changes yet.
   * @param source a folder or a `.tgz` by absolute path, or an npm name.
   */
  propose(source: string, language: Language): Promise<ControlOutcome<ProposedPackage>>;
  /** The newest version of an installed plugin's package; `null` where that is what is installed. */
  proposeUpdate(plugin: string, language: Language): Promise<ControlOutcome<ProposedPackage | null>>;
  /** Installs what was proposed, with the permissions that it asks for. */
  commit(token: string, language: Language): Promise<ControlOutcome<ChangedPackage>>;
  discard(token: string, language: Language): Promise<ControlOutcome<null>>;
  rollBack(plugin: string, language: Language): Promise<ControlOutcome<ChangedPackage>>;
  remove(plugin: string, language: Language): Promise<ControlOutcome<null>>;
  listCatalogue(language: Language): Promise<ControlOutcome<readonly OfferedPackage[]>>;
}
