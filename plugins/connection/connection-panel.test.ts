import type { Serialisable, SettingValues } from 'boule-bleue';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { issueFaultyIdentity } from '../../test/servers/identity-faults.ts';
import { ProxyServer } from '../../test/servers/proxy-server.ts';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { ConnectionBench } from '../../test/support/connection-bench.ts';
import { runOnMainHalf } from '../../test/support/panel-page/main-half.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import type { HistoryPanelState } from './history/history-state.ts';
import fr from './locales/fr.json';
import manifest from './package.json';
import { panelId } from './panel-state.ts';

const authentication = "Adresse du serveur d'authentification";
const update = 'Adresse du serveur de mise à jour';
const netEntreprises = "Adresse d'authentification Net-entreprises";

let browser: Browser;
let bench: ConnectionBench;
let panelPage: PanelPage;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
/** States on their way to the page: it must not close under them. */
let drawn: Promise<void>;
beforeEach(() => {
  drawn = Promise.resolve();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
  await drawn;
  await panelPage[Symbol.asyncDispose]();
});

/** The panel in a browser, on the real main half against real servers. */
async function open({ settings = {}, ...options }: Partial<PanelPageOptions> & { settings?: SettingValues } = {}) {
  bench = await ConnectionBench.start(settings);
  panelPage = await PanelPage.open(browser, {
    module: 'plugins/connection/connection-panel.ts',
    element: 'connection-panel',
    strings: fr,
    run: runOnMainHalf(bench.commands, manifest, fr),
    ...options,
  });
  const publish = bench.panels.publish.bind(bench.panels);
  bench.panels.publish = (panel: string, state: Serialisable) => {
    publish(panel, state);
    if (panel === panelId) drawn = drawn.then(() => panelPage.setState(state));
  };
  await bench.activate();
  const { page } = panelPage;
  await page.getByRole('heading', { name: 'Paramètres de connexion' }).waitFor();
  return {
    page,
    field: (name: string) => page.getByRole('textbox', { name, exact: true }),
    radio: (name: string) => page.getByRole('radio', { name, exact: true }),
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    result: page.getByRole('region', { name: 'Résultat du test' }),
    marks: page.getByRole('img', { name: /^(Réussi|Échec : .+)$/ }),
    saved: (key: string) => bench.settings.get<string>(`connection.${key}`),
    /** The named address of the guide, as the bench's servers have it. */
    isUnsaved: () => panelPage.read('hasUnsavedChanges'),
  };
}

const poll = (read: () => unknown) => expect.poll(read, { timeout: 10_000 });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('the guide', () => {
  test('finds every part by its role and name', async () => {
    const { page, radio, field, button, result } = await open();
    for (const name of ['Type de connexion', 'Mode de connexion']) await page.getByRole('radiogroup', { name, exact: true }).waitFor();
    for (const name of [
      "Connexion par l'intermédiaire d'un serveur proxy",
      'Connexion directe par réseau local',
      'Connexion en utilisant les paramètres du système',
      'Normal',
      'Étendu',
      'Sécurisé',
    ]) {
      await radio(name).waitFor();
    }
    for (const name of ['Proxy', 'Port', authentication, update, netEntreprises]) await field(name).waitFor();
    for (const name of ["Tester l'accès aux serveurs", 'Enregistrer', 'Quitter']) await button(name).waitFor();
    await result.waitFor();
    expect(await radio('Sécurisé').isChecked()).toBe(true);
    expect(panelPage.complaints).toEqual([]);
  });

  test('case n°1: green ticks, save, quit', async () => {
    const { field, radio, button, result, marks, saved, page, isUnsaved } = await open({ settings: { 'connection.mode': 'normal' } });
    await radio('Sécurisé').check();
    await field(authentication).fill(`${bench.impactEmploi.authenticationUrl}«`);
    await field(update).fill(` ${bench.impactEmploi.updatesUrl}« `);
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.count()).toBe(3);
    expect(await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')))).toEqual(['Réussi', 'Réussi', 'Réussi']);
    await poll(() => result.textContent()).toMatch(/Connexion au serveur réussie\. Cliquez sur «\sEnregistrer\s» puis «\sQuitter\s»/);
    expect(await field(authentication).inputValue()).toBe(bench.impactEmploi.authenticationUrl);
    expect(await page.getByText('Corrigé : guillemets retirés').count()).toBe(1);
    expect(await saved('mode')).toBe('normal');

    await button('Enregistrer').click();
    await poll(() => saved('mode')).toBe('securise');
    await poll(isUnsaved).toBe(false);
    await poll(() => result.textContent()).toContain('Les paramètres testés sont enregistrés');
    await button('Quitter').click();
    await poll(() => page.locator('connection-panel').count()).toBe(0);
  });

  test('case n°2: barred red circles that say why, and what to do next', async () => {
    const { button, result, marks } = await open();
    bench.impactEmploi.identity = await issueFaultyIdentity(bench.authority, 'expired');
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.count()).toBe(3);
    expect(await marks.first().getAttribute('aria-label')).toMatch(/^Échec : Le certificat du serveur 127\.0\.0\.1 a expiré le \d/);
    expect(await marks.last().getAttribute('aria-label')).toBe('Réussi');
    await poll(() => result.textContent()).toMatch(/Échec de connexion aux serveurs \(2 adresses\)/);
    await button("Contacter l'assistance").click();
    await poll(() => bench.window.opened.length).toBe(1);
  });

  test('of a failure reads what changed since the last success, and looks further or reports it from there', async () => {
    const { button, radio, result } = await open();
    await button("Tester l'accès aux serveurs").click();
    await poll(() => result.textContent()).toContain('Connexion au serveur réussie');
    await radio('Normal').check();
    bench.impactEmploi.behaviour.updates = { kind: 'status', status: 500 };
    await button("Tester l'accès aux serveurs").click();
    await poll(() => result.textContent()).toMatch(
      /Depuis le dernier test réussi \(.+\) : le mode de connexion a changé \(Sécurisé → Normal\)/,
    );
    await button('Comparer avec un test précédent').click();
    await poll(() => bench.panels.revealed).toContain('connection.history');
    await button('Préparer un rapport pour l’assistance').click();
    await poll(() => (bench.panels.states['connection.history'] as HistoryPanelState).preview?.test).toBeTruthy();
  });

  test('case n°3: all is reached, but the licence is unknown', async () => {
    const { page, button, result } = await open();
    bench.impactEmploi.behaviour.authentication = 'licence-inconnue';
    await button('Enregistrer').click();
    await poll(() => page.getByText("Licence d'installation non reconnue").count()).toBe(1);
    await button("Tester l'accès aux serveurs").click();
    await poll(() => result.textContent()).toMatch(/réussie mais échec dans le lancement du logiciel. Licence d'installation non reconnue/);
    await button('Activer le mode assistance').waitFor();
  });
});

describe('a test', () => {
  test('shows answers as they come, and can be cancelled', async () => {
    const { page, button, result, marks } = await open();
    bench.impactEmploi.behaviour.updates = { kind: 'hang' };
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.count()).toBe(2);
    await page.getByRole('progressbar', { name: 'Progression du test' }).waitFor();
    await poll(() => result.textContent()).toContain('2 adresses sur 3 ont répondu');
    await button('Annuler le test').click();
    await poll(() => result.textContent()).toContain('Le test a été interrompu.');
    expect(await button('Annuler le test').count()).toBe(0);
  });

  test('says nothing about values changed since', async () => {
    const { field, button, result, marks } = await open();
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.count()).toBe(3);
    await field(update).fill('https://autre.example');
    expect(await marks.count()).toBe(2);
    expect(await result.textContent()).toContain('Les valeurs ont changé depuis le dernier test.');
    await field(update).fill(bench.impactEmploi.updatesUrl);
    expect(await marks.count()).toBe(3);
  });

  test('shows the ticks of other plugins', async () => {
    const { button, page } = await open();
    const tick = { label: { key: 'Compte Dupont' }, ok: false, sentence: { key: 'Refusé.' } };
    bench.hooks.tapAs('credentials', 'connection.check', () => [tick]);
    await button("Tester l'accès aux serveurs").click();
    const list = page.getByRole('list', { name: 'Autres vérifications' });
    await list.getByRole('img', { name: 'Échec : Refusé.' }).waitFor();
  });
});

describe('a next step', () => {
  test('that the product can do goes into the fields, is said, is tested, and is saved by the user alone', async () => {
    const { page, button, radio, marks, saved, isUnsaved } = await open({
      settings: { 'connection.type': 'proxy', 'connection.proxy.host': '127.0.0.1', 'connection.proxy.port': 1 },
    });
    // The test is still under way when its findings can be acted on.
    bench.hooks.tapAs('slow', 'connection.check', () => new Promise(() => {}));
    await button("Tester l'accès aux serveurs").click();
    const finding = page.locator('connection-finding').first();
    await finding.getByText('Qui agit : vous').waitFor();
    await poll(() => page.getByText('Même marche à suivre que ci-dessus.').count()).toBe(2);
    await finding.getByRole('button').press('Enter');
    await page.getByText(/^Modifié, pas encore enregistré : Type de connexion : Connexion (en utilisant|directe)/).waitFor();
    const test = button("Tester l'accès aux serveurs");
    await poll(() => test.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(true);
    expect(await radio("Connexion par l'intermédiaire d'un serveur proxy").isChecked()).toBe(false);
    await poll(() => marks.evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')))).toEqual([
      'Réussi',
      'Réussi',
      'Réussi',
    ]);
    expect([await isUnsaved(), await saved('type')]).toEqual([true, 'proxy']);
  });
});

test('three failures, who acts and what comes next are read without scrolling on a small screen', async () => {
  const refused = {
    'connection.servers.authentication': 'https://127.0.0.1:1',
    'connection.servers.netEntreprises': 'https://127.0.0.1:2',
  };
  // What the window leaves of 1024 × 768.
  const { page, button, marks, result } = await open({ settings: refused, viewport: { width: 972, height: 664 } });
  bench.impactEmploi.behaviour.updates = { kind: 'status', status: 500 };
  await button("Tester l'accès aux serveurs").click();
  await poll(() => marks.count()).toBe(3);
  const readable = [...(await page.locator('connection-finding').all()), result.getByRole('status')];
  expect(readable).toHaveLength(4);
  const isInSight = (top: number, bottom: number) => top >= 0 && bottom <= 664;
  await poll(async () => {
    const boxes = await Promise.all(readable.map((part) => part.boundingBox()));
    return boxes.every((box) => box && isInSight(box.y, box.y + box.height));
  }).toBe(true);
});

describe('the stages', () => {
  const openStages = async () => {
    const opened = await open();
    bench.impactEmploi.identity = await issueFaultyIdentity(bench.authority, 'expired');
    await opened.button("Tester l'accès aux serveurs").click();
    await poll(() => opened.marks.count()).toBe(3);
    await opened.page.getByText('Voir les étapes').focus();
    await opened.page.keyboard.press('Enter');
    await opened.page.getByRole('table').waitFor();
    return opened;
  };

  test('are a table that needs no eyes for its bars', async () => {
    const { page } = await openStages();
    const table = page.getByRole('table', { name: /^Les étapes du test/ });
    const headers = () => table.getByRole('columnheader').allInnerTexts();
    await poll(async () => (await headers()).map((text) => text.split('\n')[0])).toEqual(['Étape', 'Résultat', 'Durée', 'Début']);
    const rows = await table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'Chiffrement', exact: true }) })
      .all();
    expect(await Promise.all(rows.map((row) => row.getByRole('img').getAttribute('aria-label')))).toEqual([
      'Étape en échec',
      'Étape en échec',
      'Étape réussie',
    ]);
    expect(panelPage.complaints).toEqual([]);
  });

  test('lead to the certificates and the raw details, which are copied by keyboard', async () => {
    const { page } = await openStages();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const details = page.locator('connection-address-details').first();
    await details.getByRole('list', { name: 'Certificats envoyés par le serveur' }).getByText('Expiré.').waitFor();
    await details
      .getByText('Choisi : connexion directe.')
      .or(details.getByText(/^Trouvé : connexion directe/))
      .waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await poll(() => details.locator('pre').evaluate((block) => block.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await details.getByText('Copié.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('address: authentication\n');
    expect(copied).toContain('\ncause: cert-expired\n');
    expect(copied).toMatch(/\nencryption\.chain\.1\.fingerprint: [0-9A-F:]{95}\n/);
  });

  test('of other plugins say whose they are, and how long only where that is known', async () => {
    const { page, button, result } = await open();
    const check = { label: { key: 'Relais <b>' }, ok: true, sentence: { key: 'Prêt.' }, address: 'update' };
    bench.hooks.tapAs('lender', 'connection.check', () => [check, { ...check, label: { key: 'Cache' }, ms: 7, name: 'cache' }]);
    await button("Tester l'accès aux serveurs").click();
    await poll(() => result.textContent()).toContain('Connexion au serveur réussie');
    await page.getByText('Voir les étapes').click();
    const cells = (name: string) =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .getByRole('cell')
        .allInnerTexts();
    await poll(() => cells('Relais <b>')).toMatchObject([expect.stringContaining('Prêt. (extension lender)'), '—', '—']);
    expect((await cells('Cache'))[1]).toMatch(/^7\sms$/);
    expect(await cells('Authentification de l’installation')).toMatchObject([
      expect.stringMatching(/^L’authentification a réussi/),
      expect.stringMatching(/ms$/),
      expect.any(String),
    ]);
  });

  test('are selected where the browser keeps the clipboard to itself', async () => {
    const { page } = await openStages();
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.getByText("Détails : Adresse du serveur d'authentification").click();
    await page.getByText('Détails bruts pour l’assistance').first().click();
    await page.getByRole('button', { name: 'Copier les détails' }).click();
    await page.getByText('appuyez sur Ctrl+C').waitFor();
    expect(await page.evaluate(() => String(getSelection()))).toContain('cause: cert-expired');
  });
});

describe('the system’s settings', () => {
  test('are shown as a test found them, and no longer once another way is chosen', async () => {
    const { page, button, radio, result } = await open();
    const found = page.getByText('Trouvé : connexion directe (l’adresse est celle de ce poste).', { exact: true });
    expect(await found.count()).toBe(0);
    await button("Tester l'accès aux serveurs").click();
    await result.getByText('Connexion au serveur réussie').waitFor({ timeout: 10_000 });
    await found.first().waitFor();
    await radio('Connexion directe par réseau local').check();
    await poll(() => found.count()).toBe(0);
  });
});

test('while the heart shows, the next automatic attempt is told', async () => {
  const { page } = await open({ settings: { 'connection.servers.authentication': 'https://127.0.0.1:9' } });
  await page.getByText(/^Nouvel essai automatique (à \d\d:\d\d:\d\d|en cours…)/).waitFor();
});

describe('a proxy', () => {
  test('that asks who is there has its fields appear, and then lets through', async () => {
    const { radio, field, button, marks, page } = await open();
    const proxy = bench.own(await ProxyServer.start({ behaviour: { kind: 'basic', user: 'dupont', password: 'Été' } }));
    expect(await field('Proxy').isDisabled()).toBe(true);
    await radio("Connexion par l'intermédiaire d'un serveur proxy").check();
    await field('Proxy').fill(`http://${proxy.host}:${proxy.port}/`);
    expect(await field('Utilisateur du proxy').count()).toBe(0);
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.first().getAttribute('aria-label')).toMatch(/^Échec : Le proxy \S+ demande un utilisateur/);
    expect([await field('Proxy').inputValue(), await field('Port').inputValue()]).toEqual([proxy.host, String(proxy.port)]);

    await field('Utilisateur du proxy').fill('dupont');
    await page.getByLabel('Mot de passe du proxy').fill('Été');
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.first().getAttribute('aria-label')).toBe('Réussi');
    expect(await bench.secrets.list()).toEqual([]);

    await button('Enregistrer').click();
    await poll(() => bench.secrets.list()).toEqual(['proxy-password']);
    await poll(() => page.getByLabel('Mot de passe du proxy').inputValue()).toBe('');
    await page.getByText('Un mot de passe est enregistré.').waitFor();
    await field('Proxy').fill('autre.local');
    await page.getByText('Le mot de passe enregistré vaut pour un autre proxy').waitFor();
  });

  test('without name or port is not saved, and its field gets the focus', async () => {
    const { radio, field, button, page, saved } = await open();
    await radio("Connexion par l'intermédiaire d'un serveur proxy").check();
    await field('Proxy').fill('proxy.local');
    await button('Enregistrer').click();
    await page.getByText('Un champ est à corriger.').waitFor();
    await poll(() => field('Port').evaluate((input) => input.matches(':focus'))).toBe(true);
    expect(await field('Port').getAttribute('aria-invalid')).toBe('true');
    expect(await saved('type')).toBe('system');
  });
});

describe('an address', () => {
  test('that is none is refused beside its field, once one has left it', async () => {
    const { field, button, page } = await open();
    await field(update).click();
    await field(update).press('Control+a');
    await field(update).pressSequentially('ftp://x');
    expect(await page.getByText('doit commencer par https://').count()).toBe(0);
    await field(update).press('Tab');
    await page.getByText('doit commencer par https://').waitFor();
    await button('Enregistrer').click();
    await page.getByText('Un champ est à corriger.').waitFor();
    await poll(() => field(update).evaluate((input) => input.matches(':focus'))).toBe(true);
  });

  test('without encryption is refused as soon as the mode is Sécurisé', async () => {
    const { field, radio, page } = await open({ settings: { 'connection.mode': 'normal' } });
    await field(update).fill('http://ancien.example');
    expect(await page.getByText('n’accepte pas http://').count()).toBe(0);
    await radio('Sécurisé').check();
    await page.getByText('n’accepte pas http://').waitFor();
  });

  test('that was refused says so once, below its field', async () => {
    const { page, field, button } = await open();
    await field(update).fill('http://ancien.example');
    await button("Tester l'accès aux serveurs").click();
    await page
      .getByRole('img', { name: /^Échec/ })
      .first()
      .waitFor();
    const addresses = page.getByRole('group', { name: 'Adresses des serveurs' });
    await poll(() => addresses.getByText('n’accepte pas http://').count()).toBe(1);
  });

  test('without encryption that was saved is shown with what takes its place, which one click does', async () => {
    const { page, button, saved } = await open({
      settings: { 'connection.mode': 'normal', 'connection.servers.update': 'http://127.0.0.1:1/updates' },
    });
    const banner = page.getByRole('region', { name: 'Adresses sans chiffrement' });
    await banner.getByText('Avant : http://127.0.0.1:1/updates').waitFor();
    await banner.getByText('Après : https://impact-emploi.urssaf.fr/updates').waitFor();
    await button('Passer en mode « Sécurisé »').click();
    await poll(() => saved('servers.update')).toBe('https://impact-emploi.urssaf.fr/updates');
    await poll(() => banner.count()).toBe(0);
  });
});

describe('a name and a password in a pasted address', () => {
  const copy = async (page: Page, text: string) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  };

  test('leave the field at once, are sealed apart when saved, and can be removed', async () => {
    const { page, field, button, isUnsaved } = await open();
    const url = bench.impactEmploi.authenticationUrl;
    await copy(page, `« ${url.replace('://', '://dupont:s3cret@')} »`);
    await field(authentication).press('Control+a');
    await field(authentication).press('Control+v');
    await poll(() => field(authentication).inputValue()).toBe(url);
    await page.getByText('nom et mot de passe retirés de l’adresse').waitFor();
    await page.getByText('sera enregistré à part, scellé').waitFor();
    expect(await page.locator('connection-panel').evaluate((panel) => panel.shadowRoot?.innerHTML)).not.toContain('s3cret');

    await button('Enregistrer').click();
    await page.getByText('Un identifiant est enregistré à part pour cette adresse.').waitFor();
    await poll(isUnsaved).toBe(false);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await field(authentication).fill('https://ailleurs.example');
    await page.getByText('vaut pour un autre serveur').waitFor();
    await field(authentication).fill(url);
    await button('Retirer cet identifiant').click();
    await poll(() => bench.secrets.list()).toEqual([]);
    await poll(() => page.getByText('enregistré à part').count()).toBe(0);
  });

  test('before a proxy go into their own fields', async () => {
    const { page, radio, field } = await open();
    await radio("Connexion par l'intermédiaire d'un serveur proxy").check();
    await copy(page, 'http://ASSO\\dupont:s3cret@proxy.local:3128');
    await field('Proxy').press('Control+v');
    await poll(() => field('Proxy').inputValue()).toBe('proxy.local');
    expect([await field('Port').inputValue(), await field('Utilisateur du proxy').inputValue()]).toEqual(['3128', 'ASSO\\dupont']);
    const password = page.getByLabel('Mot de passe du proxy');
    expect([await password.inputValue(), await password.getAttribute('type')]).toEqual(['s3cret', 'password']);
    await page.getByText('placé dans les champs de l’utilisateur et du mot de passe').waitFor();
  });
});

test('a letter that imitates another is warned of beside its field, which stays usable', async () => {
  const { page, field } = await open();
  await field(update).fill('https://imp\u0430ct-emploi.urssaf.fr');
  await field(update).press('Tab');
  await page.getByText(/Attention\s: la lettre «\s\u0430\s»/).waitFor();
  expect(await field(update).getAttribute('aria-invalid')).toBeNull();
  expect(await findAccessibilityViolations(page)).toEqual([]);
});

describe('unsaved changes', () => {
  test('are known, and saved on demand', async () => {
    const { radio, isUnsaved, saved, page } = await open();
    expect(await isUnsaved()).toBe(false);
    await radio('Connexion directe par réseau local').check();
    expect(await isUnsaved()).toBe(true);
    expect(
      await page.evaluate(() => (document.querySelector('connection-panel') as HTMLElement & { save(): Promise<boolean> }).save()),
    ).toBe(true);
    expect(await saved('type')).toBe('direct');
    await poll(isUnsaved).toBe(false);
  });

  test('outlive a change made elsewhere', async () => {
    const { field, radio } = await open();
    await field(update).fill('https://autre.example');
    await bench.settings.update({ 'connection.type': 'direct' });
    await poll(() => radio('Connexion directe par réseau local').isChecked()).toBe(true);
    expect(await field(update).inputValue()).toBe('https://autre.example');
  });
});

test('while another plugin has the procedure wait, the reason and the way out are shown', async () => {
  const { page } = await open();
  const refusal = { reason: { key: 'Mode assistance.' }, command: 'assistance.deactivate', commandTitle: { key: 'Désactiver' } };
  bench.hooks.tapAs('assistance', 'connection.onWillConnect', () => refusal);
  await page.getByRole('button', { name: "Tester l'accès aux serveurs" }).click();
  await page.getByRole('button', { name: 'Désactiver' }).click();
  await page.getByText('command.unknown').or(page.getByText('assistance.deactivate')).first().waitFor();
  expect(bench.impactEmploi.requests.filter(({ method }) => method === 'GET')).toEqual([]);
});

test('everything is done by keyboard', async () => {
  const { page, radio, field, result } = await open();
  await radio('Connexion en utilisant les paramètres du système').focus();
  await page.keyboard.press('ArrowUp');
  expect(await radio('Connexion directe par réseau local').isChecked()).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await poll(() => field('Proxy').evaluate((input) => input.matches(':focus'))).toBe(true);
  await radio('Connexion directe par réseau local').check();
  await field(netEntreprises).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await poll(() => result.textContent()).toContain('Connexion au serveur réussie');
});

test('before it has a state the panel says that it loads', async () => {
  bench = await ConnectionBench.start();
  panelPage = await PanelPage.open(browser, {
    module: 'plugins/connection/connection-panel.ts',
    element: 'connection-panel',
    strings: fr,
    run: vi.fn(),
  });
  await panelPage.page.getByText('Chargement des paramètres de connexion…').waitFor();
});

describe.each(['light', 'dark', 'high-contrast'] as const)('in the %s theme', (theme) => {
  test('axe finds nothing to complain about', async () => {
    const { button, marks, page, radio } = await open({ theme, settings: { 'connection.servers.update': 'http://127.0.0.1:1' } });
    await radio("Connexion par l'intermédiaire d'un serveur proxy").check();
    await button('Ce proxy demande un mot de passe').click();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await radio('Connexion directe par réseau local').check();
    await button("Tester l'accès aux serveurs").click();
    await poll(() => marks.count()).toBe(3);
    await page.getByText('Voir les étapes').click();
    await page.getByText('Détails : Adresse du serveur de mise à jour').click();
    await page.getByText("Détails : Adresse d'authentification Net-entreprises").click();
    await page.getByText('Détails bruts pour l’assistance').last().click();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});
