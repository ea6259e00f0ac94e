import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import {
  administrator,
  detailOf,
  dupont,
  everythingInPage,
  martin,
  type OfficeParts,
  openOffice,
  Refusal,
  sessionOf,
} from '../../test/support/office-page.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const ofDupont: OfficeParts = { office: { session: sessionOf(dupont) }, details: [detailOf('dupont')] };
const ofAdministrator: OfficeParts = {
  office: { session: sessionOf(administrator) },
  details: [detailOf('administrateur'), detailOf('dupont'), detailOf('martin')],
};

test('an account whose password grew old says so', async () => {
  const aged = { ...dupont, status: { kind: 'accepted', at: 0 }, agedSince: 0 } as const;
  await using office = await openOffice(browser, { ...ofDupont, accounts: [aged, martin] });
  expect(await office.account('Dupont').textContent()).toMatch(/Accepté le [^,]*, mot de passe ancien/);
  expect(await office.account('Martin').textContent()).not.toContain('ancien');
});

describe('accounts that are closed for whoever is at the window', () => {
  test('show their names alone, and nothing to administer', async () => {
    await using office = await openOffice(browser, ofDupont);
    expect(await office.account('Martin').textContent()).toMatch(/^\s*Martin\s*$/);
    expect(await office.account('Dupont').textContent()).toContain('Identifiants à saisir');
    expect(await office.button('Ajouter un compte').count()).toBe(0);
    await office.account('Martin').click();
    await office.tab('Net-entreprises').click();
    await office.page.getByText('Ce compte est fermé.').waitFor();
    expect(await office.field('SIRET').count()).toBe(0);
    expect(await office.button('Enregistrer').count()).toBe(0);
  });

  test('say that the password is wrong, go back to it, and keep nothing open', async () => {
    const wrong = () => {
      throw new Refusal('credentials.password-wrong', 'Ce mot de passe n’est pas le bon.');
    };
    await using office = await openOffice(browser, {}, { 'credentials.sign-in': wrong });
    await office.account('Dupont').click();
    await office.field('Mot de passe').fill('faux');
    await office.field('Confirmer').fill('faux');
    await office.tab('Net-entreprises').click();
    await office.page.getByText('Ce mot de passe n’est pas le bon.').waitFor();
    expect(await office.tab('Impact emploi').getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => office.page.evaluate(focusedLabel)).toBe('Mot de passe');
    await office.field('Confirmer').fill('');
    expect(await office.page.getByText('Les deux saisies ne sont pas identiques.').isVisible()).toBe(false);
  });

  test('have a password chosen where there is none, typed twice', async () => {
    await using office = await openOffice(browser, { accounts: [{ ...dupont, hasPassword: false }] });
    await office.page.getByText('Ce compte n’a pas encore de mot de passe.').waitFor();
    await office.field('Mot de passe').fill('un');
    await office.button('Choisir ce mot de passe et ouvrir ma session').click();
    await office.page.getByText('Les deux saisies ne sont pas identiques.').waitFor();
    await office.field('Confirmer').fill('un');
    await office.field('Confirmer').press('Enter');
    await expect.poll(() => office.argumentsOf('credentials.sign-in')).toEqual([{ account: 'dupont', password: 'un', confirmation: 'un' }]);
  });

  test('are opened with the keyboard alone', async () => {
    await using office = await openOffice(browser, {}, { 'credentials.sign-in': (() => undefined) as never });
    const { keyboard } = office.page;
    await office.button('Mot de passe de l’administrateur perdu ?').focus();
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await office.page.getByRole('heading', { name: 'Dupont', exact: true }).waitFor();
    for (const label of ['Impact emploi', 'Mot de passe']) {
      await keyboard.press('Tab');
      await expect.poll(() => office.page.evaluate(focusedLabel)).toBe(label);
    }
    await keyboard.type('dupont!');
    await keyboard.press('Enter');
    await expect.poll(() => office.argumentsOf('credentials.sign-in')).toEqual([{ account: 'dupont', password: 'dupont!' }]);
  });

  test('tell how long they are locked, to screen readers once', async () => {
    await using office = await openOffice(browser, {});
    await office.account('Dupont').click();
    await office.publish({ accounts: [administrator, { ...dupont, lockedUntil: Date.now() + 3_000 }, martin] });
    const said = office.page.getByRole('status').filter({ hasText: /Trop de mots de passe faux|Vous pouvez réessayer/ });
    await said.filter({ hasText: 'Vous pourrez réessayer à' }).waitFor();
    const first = await said.textContent();
    expect(await office.page.getByText(/^\d s$/).getAttribute('aria-hidden')).toBe('true');
    await office.page.getByText('1 s', { exact: true }).waitFor();
    expect(await said.textContent()).toBe(first);
    await said.filter({ hasText: 'Vous pouvez réessayer.' }).waitFor();
  });
});

describe('leaving', () => {
  test('« Fermer ma session » asks about what is not saved first', async () => {
    await using office = await openOffice(browser, ofDupont);
    await office.tab('Net-entreprises').click();
    await office.field('Nom').fill('Durand');
    await office.button('Fermer ma session').click();
    await office.dialog.getByRole('button', { name: 'Annuler' }).click();
    expect(office.argumentsOf('credentials.sign-out')).toEqual([]);
    await office.button('Fermer ma session').click();
    await office.dialog.getByRole('button', { name: 'Ne pas enregistrer' }).click();
    await expect.poll(() => office.argumentsOf('credentials.sign-out').length).toBe(1);
  });
});

describe('what somebody else saved meanwhile', () => {
  const theirs = detailOf('dupont', { revision: '2', lastName: 'Durand', savedBy: 'Martin', savedAt: Date.UTC(2026, 10, 23, 12, 2) });

  test.each([
    ['Garder les miens', 'Dupond', '2'],
    ['Prendre ceux enregistrés', 'Durand', '2'],
  ])('is shown beside what is typed, field by field: « %s »', async (choice, lastName, revision) => {
    await using office = await openOffice(browser, ofDupont);
    await office.tab('Net-entreprises').click();
    await office.field('Nom').fill('Dupond');
    await office.field('Mot de passe Net-entreprises').fill('secret-two');
    await office.publish({ details: [theirs] });
    const conflict = office.page.getByRole('alert').filter({ hasText: 'Martin a enregistré le compte « Dupont »' });
    await conflict.waitFor();
    expect(await office.field('Nom').inputValue()).toBe('Dupond');
    expect((await conflict.getByRole('row').allTextContents()).map((row) => row.replace(/\s+/g, ' ').trim())).toEqual([
      'Les vôtres Ceux enregistrés',
      'Nom Dupond Durand',
      'Mot de passe Net-entreprises Différents : vous en avez saisi un autre (jamais montrés)',
    ]);
    await office.button('Enregistrer').click();
    expect(office.argumentsOf('credentials.save')).toEqual([]);
    await office.button(choice).click();
    await office.button('Enregistrer').click();
    await expect.poll(() => office.argumentsOf('credentials.save')).toMatchObject([{ revision, lastName }]);
  });

  test('takes the place of what was saved where nothing is typed', async () => {
    await using office = await openOffice(browser, ofDupont);
    await office.tab('Net-entreprises').click();
    await office.publish({ details: [theirs] });
    expect(await office.field('Nom').inputValue()).toBe('Durand');
    expect(await office.page.getByRole('alert').filter({ hasText: 'pendant que vous' }).count()).toBe(0);
  });

  test('is told from what this window saves itself', async () => {
    const conflict = () => office.page.getByText('pendant que vous').count();
    const saved = async () => {
      await office.publish({ details: [{ ...theirs, lastName: 'Dupond', savedBy: 'Dupont' }] });
      expect(await conflict()).toBe(0);
    };
    await using office = await openOffice(browser, ofDupont, { 'credentials.save': saved as never });
    await office.tab('Net-entreprises').click();
    await office.field('Nom').fill('Dupond');
    await office.field('Mot de passe Net-entreprises').fill('secret-two');
    await office.button('Enregistrer').click();
    await office.page.getByText('Enregistré. Reconnectez-vous').waitFor();
    expect(await conflict()).toBe(0);
    expect(await office.panelPage.read('hasUnsavedChanges')).toBe(false);
  });
});

test('an account that somebody removed is told to be gone', async () => {
  await using office = await openOffice(browser, ofAdministrator);
  await office.account('Dupont').click();
  await office.publish({ accounts: [administrator, martin] });
  await office.page.getByText('Le compte « Dupont » n’existe plus').waitFor();
  await office.page.getByRole('heading', { name: 'Administrateur', exact: true }).waitFor();
});

describe('a database that can’t be reached', () => {
  test('is told, costs nothing that is typed, and is told when it is back', async () => {
    await using office = await openOffice(browser, ofDupont);
    await office.tab('Net-entreprises').click();
    await office.field('Nom').fill('Durand');
    await office.publish({ office: { isReachable: false, problem: 'shared-storage.unreachable' }, accounts: [], details: [] });
    await office.page.getByRole('alert').getByText('La base de données du réseau ne répond pas.').waitFor();
    expect(await office.field('Nom').inputValue()).toBe('Durand');
    await office.publish({ office: { isReachable: true }, accounts: [administrator, dupont, martin], details: [detailOf('dupont')] });
    expect(await office.page.getByText('ne répond pas').count()).toBe(0);
    expect(await office.field('Nom').inputValue()).toBe('Durand');
    expect(office.panelPage.announced).toEqual(['La base de données du réseau répond de nouveau.']);
  });

  test('from the start leaves the window with its reason', async () => {
    await using office = await openOffice(browser, { office: { isReachable: false }, accounts: [] });
    await office.page.getByRole('alert').getByText('La base de données du réseau ne répond pas.').waitFor();
  });

  test('is another thing than damaged documents, which are told one by one', async () => {
    await using office = await openOffice(browser, { ...ofAdministrator, office: { ...ofAdministrator.office, damaged: ['accounts/x'] } });
    await office.page.getByText('Un document enregistré est abîmé').waitFor();
    await office.page.getByText('Lesquels ?').click();
    await office.page.getByText('accounts/x').waitFor();
  });
});

describe('the administrator', () => {
  test('protects the réseau: password, recovery key shown once, typed back', async () => {
    const recoveryKey = 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789-ABCD';
    let tries = 0;
    const verify = () => {
      tries += 1;
      if (tries === 1) throw new Refusal('credentials.recovery-key-wrong', 'Cette clé n’est pas la bonne.');
      return undefined;
    };
    await using office = await openOffice(
      browser,
      { office: { ...ofAdministrator.office, isProtected: false, recoveryKey: 'none' } },
      { 'credentials.protect': () => ({ recoveryKey }), 'credentials.verify-recovery-key': verify },
    );
    await office.button('Protéger le réseau…').click();
    await office.field('Nouveau mot de passe').fill('chef');
    await office.field('Confirmer le nouveau mot de passe').fill('chef');
    await office.field('Confirmer le nouveau mot de passe').press('Enter');
    const groups = office.dialog.getByRole('list', { name: 'Clé de secours' }).getByRole('listitem');
    await groups.first().waitFor();
    expect((await groups.allTextContents()).join('-')).toBe(recoveryKey);
    expect(await office.dialog.getByRole('button', { name: /copier/i }).count()).toBe(0);
    await office.button('Je l’ai imprimée ou notée').click();
    await office.field('Clé de secours').fill('abcd');
    await office.button('Vérifier').click();
    await office.page.getByText('Cette clé n’est pas la bonne.').waitFor();
    expect(await office.field('Clé de secours').inputValue()).toBe('abcd');
    await office.field('Clé de secours').fill(recoveryKey);
    await office.field('Clé de secours').press('Enter');
    await office.page.getByText('La clé de secours est vérifiée.').waitFor();
    expect(office.argumentsOf('credentials.protect')).toEqual([{ account: 'administrateur', password: 'chef', confirmation: 'chef' }]);
    expect(await office.page.evaluate(everythingInPage)).not.toContain('TVWX');
  });

  test('prints the recovery key on a sheet that stays no longer than it is printed', async () => {
    const recoveryKey = 'ABCD-EFGH-JKMN';
    await using office = await openOffice(browser, ofAdministrator, { 'credentials.create-recovery-key': () => ({ recoveryKey }) });
    const { page } = office;
    // A real printer's dialog holds the page up; this one looks at what would be printed.
    await page.evaluate(() => {
      window.print = () => dispatchEvent(new Event('test-print'));
    });
    await page.getByText('Clés du réseau').click();
    await office.button('Nouvelle clé de secours…').click();
    await office.dialog.getByLabel(/^Nom de votre association/).fill('Les Amis du Tarot');
    await office.button('Imprimer').click();
    await page.emulateMedia({ media: 'print' });
    const sheet = page.getByRole('article').filter({ hasText: 'Clé de secours d’Impact emploi' });
    expect(await sheet.isVisible()).toBe(true);
    expect(await sheet.textContent()).toMatch(/Association : Les Amis du Tarot.*Créée le.*ABCD EFGH JKMN.*À garder sous clé/s);
    expect(await office.button('Renommer').isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await sheet.count()).toBe(0);
    // Where the end of printing isn't told, the end of the dialog is.
    await page.emulateMedia({ media: 'screen' });
    await office.button('Imprimer').click();
    await office.button('Plus tard').click();
    expect(await page.locator('article').count()).toBe(0);
  });

  test('names an administrator, and takes the rights away', async () => {
    await using office = await openOffice(browser, ofAdministrator);
    await office.account('Dupont').click();
    await office.button('Nommer administrateur').click();
    await office.page.getByText('Le compte « Dupont » est maintenant administrateur.').waitFor();
    await office.account('Administrateur').click();
    await office.button('Retirer les droits d’administrateur').click();
    await expect
      .poll(() => office.argumentsOf('credentials.set-role'))
      .toEqual([
        { account: 'dupont', role: 'administrator' },
        { account: 'administrateur', role: 'user' },
      ]);
  });

  test('is told what a password typed for somebody else does', async () => {
    await using office = await openOffice(browser, ofAdministrator);
    await office.account('Dupont').click();
    await office.page.getByText('Pour donner un nouveau mot de passe à cet utilisateur').waitFor();
    await office.field('Mot de passe').fill('donné');
    await office.field('Confirmer').fill('donné');
    await office.button('Enregistrer').click();
    await office.page.getByText('Donnez ce mot de passe à l’utilisateur du compte « Dupont »').waitFor();
  });
});

test('the way back with the recovery key is there while nobody is signed in', async () => {
  await using office = await openOffice(browser);
  await office.button('Mot de passe de l’administrateur perdu ?').click();
  await office.field('Clé de secours').fill('ABCD');
  await office.field('Nouveau mot de passe').fill('chef');
  await office.field('Confirmer le nouveau mot de passe').fill('chef');
  await office.button('Ouvrir les comptes').click();
  await expect
    .poll(() => office.argumentsOf('credentials.recover'))
    .toEqual([{ recoveryKey: 'ABCD', password: 'chef', confirmation: 'chef' }]);
});

test('a password that the administrator gave is followed by one of the user’s own', async () => {
  await using office = await openOffice(browser);
  await office.publish({ office: { session: sessionOf(dupont, true) } });
  await office.field('Nouveau mot de passe').fill('mien');
  await office.field('Confirmer le nouveau mot de passe').fill('mien');
  await office.dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.poll(() => office.argumentsOf('credentials.save')).toEqual([{ account: 'dupont', password: 'mien', confirmation: 'mien' }]);
});

test('« Reconnectez-vous » is offered where the connection plugin is there', async () => {
  await using office = await openOffice(browser, ofDupont, {
    'credentials.save': () => ({ canReconnect: true }),
    'connection.authenticate': () => ({ ok: true }),
  });
  await office.button('Enregistrer').click();
  await office.button('Reconnectez-vous').click();
  await office.page.getByText('Vous êtes reconnecté à Impact emploi.').waitFor();
  expect(office.argumentsOf('connection.authenticate')).toHaveLength(1);
});

describe('ten thousand accounts', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ ...dupont, id: `a${index}`, name: `Salarié n° ${index}` }));

  test('are a list of which the rows in sight are drawn, walked through with the keyboard', async () => {
    await using office = await openOffice(browser, { ...ofAdministrator, accounts: many });
    const list = office.page.getByRole('list', { name: 'Comptes' });
    expect(await list.getByRole('listitem').count()).toBeLessThan(60);
    await list.getByRole('button').first().focus();
    await office.page.keyboard.press('End');
    await expect.poll(() => office.page.evaluate(focusedLabel)).toContain('Salarié n° 9999');
    const last = list.getByRole('listitem').last();
    expect([await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')]).toEqual(['10000', '10000']);
    await office.page.keyboard.press('PageUp');
    await office.page.keyboard.press('Enter');
    await office.page.getByRole('heading', { name: /^Salarié n° 99[89]\d$/ }).waitFor();
  });

  test('are searched by any part of their names, whatever the accents', async () => {
    await using office = await openOffice(browser, { ...ofAdministrator, accounts: many });
    await office.page.getByRole('searchbox', { name: 'Rechercher un compte' }).fill('4242 salarie');
    await office.page.getByText('Un compte sur 10').waitFor();
    expect(await office.page.getByRole('list', { name: 'Comptes' }).getByRole('button').allTextContents()).toEqual([
      expect.stringContaining('Salarié n° 4242'),
    ]);
    await office.page.keyboard.press('ArrowDown');
    await office.page.keyboard.press('Enter');
    await office.page.getByRole('heading', { name: 'Salarié n° 4242' }).waitFor();
  });
});

test.each(['light', 'dark', 'high-contrast'] as const)('axe finds nothing wrong with the %s panel of a réseau', async (theme) => {
  const recovery = { 'credentials.create-recovery-key': () => ({ recoveryKey: 'ABCD-EFGH' }) };
  await using office = await openOffice(browser, {}, recovery, { theme });
  const look = async () => expect(await findAccessibilityViolations(office.page)).toEqual([]);
  await look();
  await office.publish({ ...ofAdministrator, office: { ...ofAdministrator.office, damaged: ['accounts/x'], recoveryKey: 'unverified' } });
  await office.account('Dupont').click();
  await office.tab('Net-entreprises').click();
  await office.field('Nom').fill('Durand');
  await office.publish({ details: [detailOf('dupont', { revision: '2', lastName: 'Martin' })] });
  await look();
  await office.button('Créer une clé de secours…').click();
  await office.button('Imprimer').waitFor();
  await look();
  await office.publish({ office: { session: null, isReachable: false } });
  await look();
  expect(office.panelPage.complaints).toEqual([]);
});

test('nothing is cut off at 200 % zoom', async () => {
  await using office = await openOffice(browser, ofAdministrator, {}, { viewport: { width: 512, height: 384 } });
  await office.tab('Net-entreprises').click();
  await office.field('Nom').fill('Durand');
  await office.publish({ details: [detailOf('administrateur', { revision: '2', lastName: 'M'.repeat(64) })] });
  expect(await office.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(512);
});

function focusedLabel(): string {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const label = (focused as HTMLInputElement | null)?.labels?.[0]?.textContent;
  return (label ?? focused?.textContent ?? '').trim();
}
