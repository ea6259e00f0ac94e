import type { Translate } from '../../../core/l10n/translator.ts';
import type { ControlOutcome } from '../control/host-control.ts';
import type { ChangedPackage, OfferedPackage, ProposedPackage } from '../control/package-control.ts';
import { withAbsolutePath } from '../packages/package-source.ts';
import { exitCode } from './exit-code.ts';
import type { CommonOptions, HostSession, HostSessions } from './host-sessions.ts';
import type { Terminal } from './terminal.ts';

export interface InstallOptions extends CommonOptions {
  /** Grants what the manifest asks for without a question. */
  readonly yes?: boolean;
}

/** What the subcommands about packages do. Each resolves with the exit code; every refusal is a failure, told in one line. */
export class PackageActions {
  constructor(
    private readonly sessions: HostSessions,
    private readonly terminal: Terminal,
  ) {}

  add(source: string, options: InstallOptions): Promise<number> {
    return this.sessions.open(options, async (session) => {
      // The host that does the work may run in another folder.
      const proposed = await session.control.packages.propose(withAbsolutePath(source, process.cwd()), session.language);
      return this.install(proposed, options, session);
    });
  }

  update(plugin: string, options: InstallOptions): Promise<number> {
    return this.sessions.open(options, async (session) => {
      const proposed = await session.control.packages.proposeUpdate(plugin, session.language);
      return this.install(proposed, options, session, [session.t('cli.plugins.up-to-date', { plugin })]);
    });
  }

  rollBack(plugin: string, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.packages.rollBack(plugin, language),
      ({ id, version }, t) => [t('cli.plugins.rolled-back', { plugin: id, version })],
    );
  }

  remove(plugin: string, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.packages.remove(plugin, language),
      (_done, t) => [t('cli.plugins.removed', { plugin })],
    );
  }

  catalogue(options: CommonOptions): Promise<number> {
    return this.sessions.ask(options, ({ control, language }) => control.packages.listCatalogue(language), describeOffers);
  }

  private async install(
    proposed: ControlOutcome<ProposedPackage | null>,
    options: InstallOptions,
    session: HostSession,
    ifNone: readonly string[] = [],
  ): Promise<number> {
    if (!proposed.ok || proposed.value === null) return this.sessions.print(proposed, options, () => ifNone);
    const proposal = proposed.value;
    const { control, language, t } = session;
    if (!options.yes && !(await this.agrees(proposal, session))) {
      await control.packages.discard(proposal.token, language);
      return exitCode.failed;
    }
    const installed: ControlOutcome<ChangedPackage> = await control.packages.commit(proposal.token, language);
    const exit = this.sessions.print(installed, options, ({ id, version }) => [t('cli.plugins.added', { plugin: id, version })]);
    if (installed.ok && options.yes) this.describe(proposal, t);
    return exit;
  }

  /** Without a yes it says on stderr why nothing comes of it. */
  private async agrees(proposal: ProposedPackage, { t, signal }: HostSession): Promise<boolean> {
    if (!this.terminal.canAsk) {
      this.terminal.tell(t('cli.plugins.add.needs-yes', { plugin: proposal.id }));
      return false;
    }
    this.describe(proposal, t);
    const answer = await this.terminal.ask(t('cli.plugins.add.question'), signal);
    if (/^(?:o|oui|y|yes)$/i.test(answer.trim())) return true;
    this.terminal.tell(t('cli.plugins.add.given-up'));
    return false;
  }

  /** Says on stderr what is odd about a package, and what its plugin may do. */
  private describe({ displayName, version, replacedVersion, permissions, warnings }: ProposedPackage, t: Translate): void {
    for (const warning of warnings) this.terminal.tell(t('cli.plugins.warning', { warning }));
    this.terminal.tell(t('cli.plugins.add.permissions', { name: displayName, version, count: permissions.length }));
    for (const { sentence, isNew } of permissions) {
      const isNews = isNew && replacedVersion !== null;
      this.terminal.tell(t('cli.plugins.add.permission', { sentence, new: isNews ? 'yes' : 'no' }));
    }
  }
}

function describeOffers(offers: readonly OfferedPackage[], t: Translate): readonly string[] {
  if (offers.length === 0) return [t('cli.plugins.catalogue.empty')];
  return offers.flatMap(({ name, version, displayName, description, source }) => [
    `${name}  ${version}  ${displayName}`,
    ...[description, source].filter(Boolean).map((line) => `    ${line}`),
  ]);
}
