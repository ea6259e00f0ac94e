import type { CommandOutcome, Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import fr from '../../plugins/credentials/locales/fr.json' with { type: 'json' };
import type { AccountDetail, AccountSummary, OfficePanelState, OfficeState, SessionState } from '../../plugins/credentials/office-state.ts';
import { packAccounts } from '../../plugins/credentials/packed-accounts.ts';
import { PanelPage, type PanelPageOptions } from './panel-page/panel-page.ts';

export const dupont: AccountSummary = {
  id: 'dupont',
  name: 'Dupont',
  role: 'user',
  status: { kind: 'incomplete' },
  hasPassword: true,
  isTesting: false,
};
export const martin: AccountSummary = { ...dupont, id: 'martin', name: 'Martin' };
export const administrator: AccountSummary = { ...dupont, id: 'administrateur', name: 'Administrateur', role: 'administrator' };

export const network: OfficeState = {
  kind: 'network',
  isProtected: true,
  isReachable: true,
  session: null,
  recoveryKey: 'verified',
  damaged: [],
};

export function sessionOf({ id, name, role }: AccountSummary, mustChangePassword = false): SessionState {
  return { account: id, name, role, mustChangePassword };
}

export function detailOf(id: string, values: Partial<AccountDetail> = {}): AccountDetail {
  const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
  return { id, revision: '1', ...identity, hasNetEntreprisesPassword: true, verification: null, ...values };
}

export interface OfficeParts {
  office?: Partial<OfficeState>;
  accounts?: readonly AccountSummary[];
  details?: readonly AccountDetail[];
}

type Answer = (args: Record<string, string>) => Promise<Serialisable | undefined> | Serialisable | undefined;

/** What a command of the main half refuses. */
export class Refusal {
  constructor(
    readonly code: string,
    readonly sentence: string,
  ) {}
}

export const panelStrings: Readonly<Record<string, string>> = fr;

/** The accounts' panel on a made-up réseau: the test says what is published, and what each command answers. */
export async function openOffice(
  browser: Browser,
  parts: OfficeParts = {},
  answers: Readonly<Record<string, Answer>> = {},
  options: Partial<PanelPageOptions> = {},
) {
  const asked: { readonly command: string; readonly args: Record<string, string> }[] = [];
  const run = async (command: string, given: Serialisable | undefined): Promise<CommandOutcome> => {
    const args = (given ?? {}) as Record<string, string>;
    asked.push({ command, args });
    try {
      return { ok: true, value: (await answers[command]?.(args)) ?? null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, cancelled: false, code: error.code, sentence: error.sentence };
    }
  };
  const panelPage = await PanelPage.open(browser, {
    module: 'plugins/credentials/credentials-panel.ts',
    element: 'credentials-panel',
    strings: fr,
    run,
    ...options,
  });
  const { page } = panelPage;
  let current: OfficeParts = {};
  const publish = async (changes: OfficeParts): Promise<void> => {
    current = { ...current, ...changes, office: { ...current.office, ...changes.office } };
    await panelPage.setState(stateOf(current));
  };
  await publish(parts);
  return {
    panelPage,
    page,
    asked,
    publish,
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    field: (name: string) => page.getByLabel(name, { exact: true }),
    tab: (name: string) => page.getByRole('tab', { name, exact: true }),
    account: (name: string) => page.getByRole('list', { name: 'Comptes' }).getByRole('button', { name }),
    dialog: page.getByRole('dialog'),
    argumentsOf: (command: string) => asked.filter((one) => one.command === command).map(({ args }) => args),
    [Symbol.asyncDispose]: () => panelPage[Symbol.asyncDispose](),
  };
}

/** What the main half would publish. */
export function stateOf({ office, accounts = [administrator, dupont, martin], details = [] }: OfficeParts): OfficePanelState {
  return {
    office: { ...network, ...office },
    accounts: packAccounts(accounts),
    details: Object.fromEntries(details.map((detail) => [detail.id, detail])),
  };
}

/** All text, attributes and values in the page, shadow roots included. */
export function everythingInPage(): string {
  const texts: string[] = [];
  const read = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      texts.push(element.outerHTML, (element as HTMLInputElement).value ?? '');
      if (element.shadowRoot) read(element.shadowRoot);
    }
  };
  read(document);
  return texts.join('\n');
}
