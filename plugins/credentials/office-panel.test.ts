import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../test/support/chromium.ts';
import {
  administrator,
  detailOf,
  dupont,
  everythingInPage,
  martin,
  type OfficeParts,
  openOffice,
  sessionOf,
} from '../../test/support/office-page.ts';

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

test('a session is opened as the printed guide says: password typed twice, then the tab « Net-entreprises »', async () => {
  const signIn = () => office.publish(ofDupont);
  await using office = await openOffice(browser, {}, { 'credentials.sign-in': signIn as never });
  await office.account('Dupont').click();
  await office.tab('Impact emploi').click();
  await office.field('Mot de passe').fill('dupont!');
  await office.field('Confirmer').fill('dupont!');
  await office.tab('Net-entreprises').click();
  await office.field('SIRET').fill('73282932000075');
  expect(office.argumentsOf('credentials.sign-in')).toEqual([{ account: 'dupont', password: 'dupont!', confirmation: 'dupont!' }]);
  expect(await office.tab('Net-entreprises').getAttribute('aria-selected')).toBe('true');
  await office.page.getByText('Session ouverte : Dupont').waitFor();
  await office.tab('Impact emploi').click();
  expect(await office.field('Mot de passe').inputValue()).toBe('');
});

test('when the account at the window changes hands, nothing of the former user stays in the page', async () => {
  await using office = await openOffice(browser, ofAdministrator);
  await office.account('Dupont').click();
  await office.field('Mot de passe').fill('secret-one');
  await office.tab('Net-entreprises').click();
  await office.field('SIRET').fill('11111111111111');
  await office.field('Nom').fill('Typed-name');
  await office.field('Mot de passe Net-entreprises').fill('secret-two');
  await office.button('Renommer').click();
  await office.field('Nom du compte').fill('half-a-name');
  for (const session of [sessionOf(martin), null]) {
    await office.publish({ office: { session }, details: session ? [detailOf('martin', { lastName: 'Martin' })] : [] });
    const left = await office.page.evaluate(everythingInPage);
    expect(left).not.toMatch(/secret-one|secret-two|11111111111111|Typed-name|half-a-name|Élise.*Dupont/);
  }
  expect(await office.page.evaluate(everythingInPage)).not.toMatch(/73282932000074|Élise/);
  expect(await office.panelPage.read('hasUnsavedChanges')).toBe(false);
});

test('nothing in it makes a browser offer to remember passwords', async () => {
  await using office = await openOffice(browser);
  const fields = () =>
    office.page.locator('input[type=password]').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('autocomplete')));
  expect(await fields()).toEqual(['one-time-code', 'one-time-code']);
  await office.button('Mot de passe de l’administrateur perdu ?').click();
  await office.dialog.waitFor();
  expect(await fields()).toEqual(Array(4).fill('one-time-code'));
  // What is submitted is what browsers take for a sign-in.
  expect(await office.page.locator('form').count()).toBe(0);
});
