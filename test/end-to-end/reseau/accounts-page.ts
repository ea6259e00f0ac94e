import type { Page } from 'playwright-core';
import type { dupont } from '../office.ts';

/** « Comptes utilisateurs » of one window, by role and name alone. */
export class AccountsPage {
  constructor(readonly page: Page) {}

  /** Without what was typed before. */
  async openAnew(): Promise<void> {
    await this.page.reload();
    await this.open();
  }

  /** By the ball's menu, as the printed guide says. @param account one that is there. */
  async open(account = 'Administrateur'): Promise<void> {
    await this.page.getByRole('button', { name: 'Impact emploi : connecté', exact: true }).click({ button: 'right' });
    for (const name of ['Administrer', 'Comptes utilisateurs']) await this.page.getByRole('menuitem', { name, exact: true }).click();
    await this.heading(account).waitFor();
  }

  account(name: string) {
    return this.page.getByRole('list', { name: 'Comptes', exact: true }).getByRole('button', { name: new RegExp(`^${name}`) });
  }

  /** Of the account that is chosen, or the only one: a list of one isn't shown everywhere. */
  private heading(account: string) {
    return this.account(account)
      .or(this.page.getByRole('heading', { name: account, exact: true }))
      .first();
  }

  field(name: string) {
    return this.page.getByLabel(name, { exact: true });
  }

  tab(name: 'Impact emploi' | 'Net-entreprises') {
    return this.page.getByRole('tab', { name, exact: true });
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true });
  }

  get checks() {
    return this.page.getByRole('list', { name: 'Vérifications', exact: true });
  }

  /** The password typed twice, and on to the next tab without saving before. */
  async signIn(name: string, password: string): Promise<void> {
    await this.account(name).click();
    await this.tab('Impact emploi').click();
    await this.field('Mot de passe').fill(password);
    await this.field('Confirmer').fill(password);
    await this.tab('Net-entreprises').click();
  }

  async report(identity: typeof dupont): Promise<void> {
    await this.field('SIRET').fill(identity.siret);
    await this.field('Nom').fill(identity.nom);
    await this.field('Prénom').fill(identity.prenom);
    await this.field('Mot de passe Net-entreprises').fill(identity.motdepasse);
  }

  verify(): Promise<void> {
    return this.button('Vérifier et tester les connexions').click();
  }

  save(): Promise<void> {
    return this.button('Enregistrer').click();
  }
}
