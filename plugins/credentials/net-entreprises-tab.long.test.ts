import type { CommandOutcome, Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import fr from './locales/fr.json';
import type { AccountDetail, OfficePanelState } from './office-state.ts';
import { packAccounts } from './packed-accounts.ts';
import type { VerificationResult } from './verification/verification.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const block = 'SIRET : 732\u00a0829\u00a0320 00074\nNom : Dupont\u200b\nPrénom : Élise\nMot de passe : Été&2024<Paie>';
const values = { SIRET: '73282932000074', Nom: 'Dupont', Prénom: 'Élise', 'Mot de passe Net-entreprises': 'Été&2024<Paie>' };

const session = { account: 'a', name: 'Dupont', role: 'administrator', mustChangePassword: false } as const;

function stateOf(detail: Partial<AccountDetail> = {}): OfficePanelState {
  return {
    office: { kind: 'single', isProtected: true, isReachable: true, session, recoveryKey: 'none', damaged: [] },
    accounts: packAccounts([
      { id: 'a', name: 'Dupont', role: 'administrator', status: { kind: 'never-tested' }, hasPassword: false, isTesting: false },
    ]),
    details: {
      a: {
        ...{ id: 'a', revision: 'r', siret: '', lastName: '', firstName: '', hasNetEntreprisesPassword: false, verification: null },
        ...detail,
      },
    },
  };
}

/** The tab in a browser, on a state that the test made up. */
async function open(detail: Partial<AccountDetail> = {}, options: Partial<PanelPageOptions> = {}) {
  const ran: (readonly [string, Serialisable | undefined])[] = [];
  const run = async (command: string, args?: Serialisable): Promise<CommandOutcome> => {
    ran.push([command, args]);
    return { ok: true, value: { entries: [], untried: [] } };
  };
  const panelPage = await PanelPage.open(browser, {
    module: 'plugins/credentials/credentials-panel.ts',
    element: 'credentials-panel',
    strings: fr,
    run,
    ...options,
  });
  await panelPage.setState(stateOf(detail));
  const { page } = panelPage;
  page.setDefaultTimeout(15_000);
  await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
  const field = (name: string) => page.getByLabel(name, { exact: true });
  return {
    panelPage,
    page,
    ran,
    field,
    read: async () =>
      Object.fromEntries(await Promise.all(Object.keys(values).map(async (name) => [name, await field(name).inputValue()]))),
    async paste(name: string, text: string) {
      await field(name).focus();
      await page.evaluate((pasted) => {
        let focused = document.activeElement;
        while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
        const input = focused as HTMLInputElement;
        // What the browser does with a paste that nobody took.
        if (input.dispatchEvent(event)) document.execCommand('insertText', false, pasted);
      }, text);
    },
    [Symbol.asyncDispose]: () => panelPage[Symbol.asyncDispose](),
  };
}

describe('a whole block', () => {
  test.each(Object.keys(values))('pasted into « %s » fills all fields, and says what was filled and taken out', async (name) => {
    await using tab = await open();
    await tab.paste(name, block);
    expect(await tab.read()).toEqual(values);
    await tab.page.getByText('Rempli d’après ce que vous avez collé : SIRET, Nom, Prénom, Mot de passe Net-entreprises.').waitFor();
    await tab.page.getByText('Retiré au collage : une espace sans largeur.').waitFor();
    expect(await tab.panelPage.read('hasUnsavedChanges')).toBe(true);
    expect(tab.panelPage.complaints).toEqual([]);
  });

  test('is undone as a whole', async () => {
    await using tab = await open({ siret: '35600000000048', lastName: 'Martin', firstName: 'Zoé', hasNetEntreprisesPassword: true });
    await tab.field('Prénom').fill('Zoë');
    await tab.paste('Nom', block);
    await tab.page.getByRole('button', { name: 'Annuler le collage', exact: true }).click();
    expect(await tab.read()).toEqual({ SIRET: '35600000000048', Nom: 'Martin', Prénom: 'Zoë', 'Mot de passe Net-entreprises': '' });
    expect(await tab.page.getByText('Retiré au collage').count()).toBe(0);
    expect(tab.panelPage.announced).toContain('Le collage est annulé.');
  });

  test('is no longer spoken of once something is typed', async () => {
    await using tab = await open();
    await tab.paste('SIRET', block);
    await tab.field('Nom').press('End');
    await tab.field('Nom').press('s');
    expect(await tab.page.getByText('Rempli d’après').count()).toBe(0);
  });
});

describe('a value', () => {
  test('pasted alone stays a value, a password to the letter', async () => {
    await using tab = await open();
    await tab.paste('Nom', 'Nomade');
    await tab.paste('Mot de passe Net-entreprises', ' E\u0301té  \n');
    expect(await tab.field('Nom').inputValue()).toBe('Nomade');
    expect(await tab.field('Mot de passe Net-entreprises').inputValue()).toBe(' E\u0301té  ');
    await tab.page.getByText('Retiré au collage : un retour à la ligne.').waitFor();
    await tab.page.getByText('commence et finit par une espace').waitFor();
    await tab.page.getByText('Un accent est écrit comme un caractère à part').waitFor();
  });

  test('with a look-alike is kept, and its letter shown; of a password only once it is shown itself', async () => {
    await using tab = await open();
    await tab.field('Nom').fill('Dupоnt');
    await tab.field('Mot de passe Net-entreprises').fill('Sеcret');
    await tab.field('SIRET').focus();
    await tab.page.getByText('Le caractère n° 4, « о », n’est pas le « o » du clavier : il vient de l’alphabet cyrillique.').waitFor();
    await tab.page.getByText('Le caractère n° 2 vient de l’alphabet cyrillique : est-ce voulu ? « Afficher » le montre.').waitFor();
    await tab.page.getByRole('button', { name: /^Afficher/, pressed: false }).click();
    await tab.page.getByText('Le caractère n° 2, « е », n’est pas le « e » du clavier').waitFor();
    expect(await tab.field('Nom').inputValue()).toBe('Dupоnt');
  });

  test('in the other name’s field is pointed out', async () => {
    await using tab = await open();
    await tab.field('Nom').fill('Élise');
    await tab.field('Prénom').fill('DUPONT');
    await tab.field('SIRET').focus();
    await tab.page.getByText('Le nom et le prénom semblent échangés').waitFor();
    await tab.field('Nom').fill('DUPONT');
    await tab.field('Prénom').fill('Élise');
    await tab.field('SIRET').focus();
    expect(await tab.page.getByText('semblent échangés').count()).toBe(0);
  });

  test('longer than any limit is refused beside its field, and not sent', async () => {
    await using tab = await open();
    await tab.paste('SIRET', block);
    await tab.field('Nom').fill('x'.repeat(5_000));
    await tab.page.getByRole('button', { name: 'Vérifier et tester les connexions', exact: true }).click();
    await tab.page.getByText(/5\s?000 caractères, alors que le portail en accepte au plus 64/).waitFor();
    expect(await tab.field('Nom').getAttribute('aria-invalid')).toBe('true');
    expect(tab.ran.filter(([command]) => command === 'credentials.test')).toEqual([]);
  });
});

test('Caps Lock is told while a password is typed, and there alone', async () => {
  await using tab = await open();
  const press = (name: string, capsLock: boolean) =>
    tab
      .field(name)
      .evaluate(
        (input, modifierCapsLock) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock, bubbles: true })),
        capsLock,
      );
  const told = tab.page.getByText('La touche Verr. maj. est active.');
  await press('Nom', true);
  expect(await told.count()).toBe(0);
  await press('Mot de passe Net-entreprises', true);
  await told.waitFor();
  await press('Mot de passe Net-entreprises', false);
  await told.waitFor({ state: 'detached' });
});

test('no field is of a form, named, or open to stores of passwords', async () => {
  await using tab = await open();
  for (const name of Object.keys(values)) {
    const facts = await tab.field(name).evaluate((element) => {
      const input = element as HTMLInputElement;
      return {
        isOfForm: input.form !== null,
        name: input.name,
        autocomplete: input.autocomplete,
        ignored: input.getAttribute('data-lpignore'),
      };
    });
    expect(facts).toMatchObject({ isOfForm: false, name: '', ignored: 'true' });
    expect(['off', 'one-time-code']).toContain(facts.autocomplete);
  }
});

const untried: VerificationResult = {
  entries: [
    {
      ...{ id: 'authentication', label: { key: 'verification.authentication' }, ok: false, sentence: { key: 'outcome.refused.sentence' } },
      ...{ actor: { key: 'actor.user' }, next: { key: 'outcome.refused.next' } },
    },
  ],
  untried: [{ id: 'deposit', label: { key: 'verification.deposit' }, reason: { key: 'untried.authentication' } }],
};

describe('what was not verified', () => {
  test('stands apart from ticks and failures', async () => {
    await using tab = await open({ verification: { at: 0, ...untried } });
    const checks = tab.page.getByRole('list', { name: 'Vérifications' });
    for (const image of await checks.getByRole('img').all()) expect(await image.getAttribute('aria-label')).toMatch(/^(Réussi$|Échec : )/);
    const others = tab.page.getByRole('list', { name: 'Non vérifié' });
    expect(await others.getByRole('img').getAttribute('aria-label')).toBe('Non vérifié');
    expect(await others.textContent()).toContain('ce point n’a pas été essayé');
    await tab.page.getByText('Une coche est rouge.').waitFor();
  });

  test.each(['light', 'dark', 'high-contrast'] as const)('and a filled tab please axe in the %s theme', async (theme) => {
    await using tab = await open({ verification: { at: 0, ...untried } }, { theme });
    await tab.paste('SIRET', block.replace('Dupont', 'Dupоnt '));
    await tab.page.getByRole('button', { name: /^Afficher/ }).click();
    expect(await findAccessibilityViolations(tab.page)).toEqual([]);
    expect(tab.panelPage.complaints).toEqual([]);
  });

  test('nor is cut off at 200 % zoom', async () => {
    await using tab = await open({ verification: { at: 0, ...untried } }, { viewport: { width: 512, height: 384 } });
    await tab.paste('SIRET', block);
    expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(512);
  });
});
