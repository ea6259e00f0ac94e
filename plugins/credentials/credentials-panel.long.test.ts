import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import {
  MemoryAuthenticationProviders,
  MemoryCommands,
  MemoryDialogs,
  MemoryFiles,
  MemoryHooks,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemorySecrets,
  MemorySettings,
  MemorySharedStorage,
  MemoryStorage,
} from '../../test/support/memory-services/index.ts';
import { ScriptedPortal } from '../../test/support/memory-services/scripted-portal.ts';
import { runOnMainHalf } from '../../test/support/panel-page/main-half.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import fr from './locales/fr.json';
import manifest from './package.json';
import CredentialsPlugin from './plugin.ts';

const accepted = { status: 200, body: btoa('token of the portal'), headers: { expires: 'Tue, 19 Mar 2019 12:00:00 GMT' } };
const refused = { status: 401, headers: { 'www-authenticate': 'Basic realm="net-entreprises.fr"' } };
const identity = { SIRET: '73282932000074', Nom: 'Dupont', Prénom: 'Élise', 'Mot de passe Net-entreprises': 'Été&2024<Paie>' };

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The panel in a browser, on the real main half with services in memory. */
async function open(options: Partial<PanelPageOptions> = {}) {
  const commands = new MemoryCommands();
  const dialogs = new MemoryDialogs();
  const network = new ScriptedPortal();
  const shared = new MemorySharedStorage();
  const panels = new MemoryPanels();
  const panelPage = await PanelPage.open(browser, {
    module: 'plugins/credentials/credentials-panel.ts',
    element: 'credentials-panel',
    strings: fr,
    run: runOnMainHalf(commands, manifest, fr),
    ...options,
  });
  panels.publish = (panel, state) => {
    MemoryPanels.prototype.publish.call(panels, panel, state);
    if (panel === 'credentials.accounts') void panelPage.setState(state);
  };
  await new CredentialsPlugin(
    commands,
    new MemoryHooks(),
    panels,
    dialogs,
    new MemoryNotifications(),
    new MemoryFiles(),
    shared,
    new MemoryStorage(),
    new MemorySecrets(),
    new MemorySettings(),
    network,
    new MemoryLog(),
    new MemoryAuthenticationProviders(),
  ).activate();
  const { page } = panelPage;
  const field = (name: string) => page.getByLabel(name, { exact: true });
  return {
    panelPage,
    page,
    dialogs,
    network,
    saved: async () => (await shared.list('credentials')).documents,
    panels,
    field,
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    tab: (name: string) => page.getByRole('tab', { name, exact: true }),
    account: (name: string) => page.getByRole('list', { name: 'Comptes' }).getByRole('button', { name }),
    checks: page.getByRole('list', { name: 'Vérifications' }),
    async fill(values: Readonly<Record<string, string>> = identity) {
      await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
      for (const [name, value] of Object.entries(values)) await field(name).fill(value);
    },
    /** Pastes as the keyboard does, into the field that has the focus. */
    async paste(text: string) {
      await page.evaluate((pasted) => {
        let focused = document.activeElement;
        while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        focused?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
      }, text);
    },
    [Symbol.asyncDispose]: () => panelPage[Symbol.asyncDispose](),
  };
}

async function addAccount(shell: Awaited<ReturnType<typeof open>>, name: string) {
  await shell.button('Ajouter un compte').click();
  await shell.field('Nom du compte').fill(name);
  await shell.button('Ajouter').click();
  await shell.page.getByRole('heading', { name, exact: true }).waitFor();
}

describe('the guide’s steps', () => {
  test('lead by role and name to green ticks, then to saved credentials', async () => {
    await using shell = await open();
    await addAccount(shell, 'Dupont');
    await shell.tab('Impact emploi').click();
    await shell.field('Mot de passe').fill('iea!');
    await shell.field('Confirmer').fill('iea!');
    await shell.fill();
    shell.network.answers.push(accepted);
    await shell.button('Vérifier et tester les connexions').click();
    await shell.checks.getByRole('listitem').first().getByRole('img', { name: 'Réussi', exact: true }).waitFor();
    expect(await shell.checks.getByRole('listitem').first().textContent()).toContain('Authentification');
    expect(await shell.checks.getByRole('img', { name: /^Échec/ }).count()).toBe(0);
    expect(await shell.saved()).toEqual([]);
    await shell.button('Enregistrer').click();
    await shell.page.getByText('Reconnectez-vous à Impact emploi').waitFor();
    await shell.checks.getByText('Identifiants enregistrés').waitFor();
    expect(await shell.account('Dupont').textContent()).toContain('Accepté le');
    expect(shell.panelPage.announced).toEqual(['Toutes les coches sont vertes.']);
    expect(shell.panelPage.complaints).toEqual([]);
  });

  test('show a refusal as a barred circle that says why', async () => {
    await using shell = await open();
    await shell.fill();
    shell.network.answers.push(refused);
    await shell.button('Vérifier et tester les connexions').click();
    await shell.checks
      .getByRole('listitem')
      .first()
      .getByRole('img', { name: /^Échec : Le portail refuse/ })
      .waitFor();
    await shell.checks.getByText('Comparez chaque champ').waitFor();
  });

  test('can be followed with the keyboard alone', async () => {
    await using shell = await open();
    const { keyboard } = shell.page;
    const tabUntil = async (name: string) => {
      for (let step = 0; step < 25; step += 1) {
        await keyboard.press('Tab');
        if ((await focusedName(shell)) === name) return;
      }
      throw new Error(`Tab never reached ${name}`);
    };
    await tabUntil('Impact emploi');
    await keyboard.press('ArrowRight');
    expect(await shell.tab('Net-entreprises').getAttribute('aria-selected')).toBe('true');
    for (const [name, value] of Object.entries(identity)) {
      await tabUntil(name);
      await keyboard.insertText(value);
    }
    shell.network.answers.push(accepted);
    await tabUntil('Vérifier et tester les connexions');
    await keyboard.press('Enter');
    await shell.checks.getByRole('img', { name: 'Réussi' }).first().waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await shell.page.getByText('Reconnectez-vous à Impact emploi').waitFor();
  });
});

describe('fields', () => {
  test('keep what is typed to the letter', async () => {
    await using shell = await open();
    await shell.fill({ Nom: ' É\u00a0l', 'Mot de passe Net-entreprises': ' a"\'<&> ' });
    await shell.field('Nom').blur();
    expect(await shell.field('Nom').inputValue()).toBe(' É\u00a0l');
    await shell.page.getByText('commence par une espace').first().waitFor();
    expect(await shell.field('Mot de passe Net-entreprises').inputValue()).toBe(' a"\'<&> ');
  });

  test('lose stray characters when pasted into, and say which', async () => {
    await using shell = await open();
    await shell.fill({ Nom: '' });
    await shell.paste(' \u00a0Dupont\u200b\r\n');
    expect(await shell.field('Nom').inputValue()).toBe('Dupont');
    const said = shell.page.getByRole('status').filter({ hasText: 'Retiré au collage' });
    expect(await said.textContent()).toBe(
      'Retiré au collage : une espace sans largeur, 2 retours à la ligne, une espace, une espace insécable.',
    );
    await shell.field('Nom').press('s');
    expect(await said.count()).toBe(0);
  });

  test('keep spaces around a part that is pasted into a value', async () => {
    await using shell = await open();
    await shell.fill({ Prénom: 'Anne' });
    await shell.field('Prénom').press('End');
    await shell.paste(' Marie\u200b');
    expect(await shell.field('Prénom').inputValue()).toBe('Anne Marie');
  });

  test('have the spaces between a SIRET’s digits taken out, pasted or typed, and say so', async () => {
    await using shell = await open();
    await shell.fill({ SIRET: '' });
    await shell.paste('732 829 320 00074');
    expect(await shell.field('SIRET').inputValue()).toBe('73282932000074');
    await shell.page.getByText('3 espaces').waitFor();
    await shell.field('SIRET').fill('732 829 320 00074');
    await shell.field('SIRET').blur();
    expect(await shell.field('SIRET').inputValue()).toBe('73282932000074');
    await shell.page.getByText('3 espaces ont été retirées du SIRET.').waitFor();
  });

  test('warn of a wrong SIRET key and send it all the same', async () => {
    await using shell = await open();
    await shell.fill({ ...identity, SIRET: '73282932000075' });
    await shell.page.getByText('La clé de ce SIRET n’est pas juste').waitFor();
    shell.network.answers.push(accepted);
    await shell.button('Vérifier et tester les connexions').click();
    await shell.checks.getByText('Attention :').waitFor();
    expect(await shell.checks.getByRole('img', { name: /^Échec/ }).count()).toBe(0);
  });

  test('that the portal would refuse are marked, focused, and not sent', async () => {
    await using shell = await open();
    await shell.fill({ ...identity, SIRET: '7328293200007' });
    await shell.button('Vérifier et tester les connexions').click();
    await shell.checks.getByRole('img', { name: /^Échec : Rien n’a été envoyé.*14 chiffres/ }).waitFor();
    expect(await shell.field('SIRET').getAttribute('aria-invalid')).toBe('true');
    expect(await focusedName(shell)).toBe('SIRET');
    await shell.button('Enregistrer').click();
    expect(await shell.saved()).toEqual([]);
    expect(shell.network.requests).toEqual([]);
  });

  test('show a saved password as saved and never give it back', async () => {
    await using shell = await open();
    await shell.fill();
    await shell.button('Enregistrer').click();
    await shell.page.getByText('Un mot de passe est enregistré').waitFor();
    expect(await shell.field('Mot de passe Net-entreprises').inputValue()).toBe('');
    expect(await shell.panelPage.read('hasUnsavedChanges')).toBe(false);
    expect(JSON.stringify([shell.panels.history, await shell.page.content()])).not.toContain('Paie');
  });

  test('hide passwords until asked to show them', async () => {
    await using shell = await open();
    await shell.fill();
    expect(await shell.field('Mot de passe Net-entreprises').getAttribute('type')).toBe('password');
    expect(await shell.field('Mot de passe Net-entreprises').getAttribute('autocomplete')).toBe('one-time-code');
    await shell.page.getByRole('button', { name: /^Afficher/, pressed: false }).click();
    expect(await shell.field('Mot de passe Net-entreprises').getAttribute('type')).toBe('text');
    await shell.page.getByRole('button', { name: /^Afficher/, pressed: true }).click();
    expect(await shell.field('Mot de passe Net-entreprises').getAttribute('type')).toBe('password');
  });

  test('« Mot de passe » and « Confirmer » have to agree', async () => {
    await using shell = await open();
    await shell.field('Mot de passe').fill('one');
    await shell.field('Confirmer').fill('other');
    await shell.tab('Net-entreprises').click();
    await shell.button('Enregistrer').click();
    await shell.page.getByText('Les deux saisies ne sont pas identiques.').waitFor();
    expect(await focusedName(shell)).toBe('Confirmer');
    expect(await shell.saved()).toEqual([]);
  });
});

describe('unsaved changes', () => {
  test('are told to the window, kept over a change of tab, and gone when undone', async () => {
    await using shell = await open();
    expect(await shell.panelPage.read('hasUnsavedChanges')).toBe(false);
    await shell.fill({ Nom: 'Dupont' });
    await shell.tab('Impact emploi').click();
    await shell.tab('Net-entreprises').click();
    expect(await shell.field('Nom').inputValue()).toBe('Dupont');
    expect(await shell.panelPage.read('hasUnsavedChanges')).toBe(true);
    await shell.field('Nom').fill('');
    expect(await shell.panelPage.read('hasUnsavedChanges')).toBe(false);
  });

  test.each([
    ['Annuler', 'Administrateur', true, 0],
    ['Ne pas enregistrer', 'Martin', false, 0],
    ['Enregistrer', 'Martin', false, 1],
  ])('are asked about before another account is chosen: « %s »', async (answer, shown, isDirty, saved) => {
    await using shell = await open();
    await addAccount(shell, 'Martin');
    await shell.account('Administrateur').click();
    await shell.fill();
    await shell.account('Martin').click();
    await shell.page.getByRole('dialog').getByRole('button', { name: answer, exact: true }).click();
    await shell.page.getByRole('heading', { name: shown, exact: true }).waitFor();
    expect(await shell.panelPage.read('hasUnsavedChanges')).toBe(isDirty);
    expect(await shell.saved()).toHaveLength(saved);
  });

  test('survive a new state from the host', async () => {
    await using shell = await open();
    await shell.fill();
    await shell.panelPage.setState(shell.panels.states['credentials.accounts'] as never);
    expect(await shell.field('Nom').inputValue()).toBe('Dupont');
    expect(await shell.field('Mot de passe Net-entreprises').inputValue()).toBe('Été&2024<Paie>');
  });
});

describe('the verifications', () => {
  test('are out of date as soon as a value changes', async () => {
    await using shell = await open();
    await shell.fill();
    shell.network.answers.push(accepted);
    await shell.button('Vérifier et tester les connexions').click();
    await shell.page.getByText('ne sont pas encore enregistrés').waitFor();
    await shell.field('Nom').fill('Durand');
    await shell.page.getByText('Vous avez changé la saisie depuis ce test').waitFor();
  });

  test('are up to date where the saved password was typed once more', async () => {
    await using shell = await open();
    await shell.fill();
    await shell.button('Enregistrer').click();
    await shell.page.getByText(/Enregistré\./).waitFor();
    await shell.field('Mot de passe Net-entreprises').fill('Été&2024<Paie>');
    shell.network.answers.push(accepted);
    await shell.button('Vérifier et tester les connexions').click();
    await shell.page.getByText('Les identifiants testés sont, à la lettre, ceux qui sont enregistrés.').waitFor();
    await expect.poll(() => shell.page.getByText('Vous avez changé la saisie depuis ce test').count()).toBe(0);
    await shell.field('Mot de passe Net-entreprises').fill('un autre');
    await shell.page.getByText('Vous avez changé la saisie depuis ce test').waitFor();
  });

  test('can be given up while they are under way', async () => {
    await using shell = await open();
    await shell.fill();
    shell.network.answers.push(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          // The button can be pressed before anything is sent.
          if (signal?.aborted) reject(signal.reason);
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    await shell.button('Vérifier et tester les connexions').click();
    await shell.page.getByRole('progressbar', { name: 'Connexion à Net-entreprises en cours…' }).waitFor();
    await shell.button('Annuler').click();
    await shell.page.getByText('Le test a été abandonné.').waitFor();
    expect(await shell.checks.count()).toBe(0);
  });
});

describe('accounts', () => {
  test('whose name is taken ask for another, keeping what was typed', async () => {
    await using shell = await open();
    await shell.button('Ajouter un compte').click();
    await shell.field('Nom du compte').fill('administrateur');
    await shell.field('Nom du compte').press('Enter');
    await shell.page.getByText('Il y a déjà un compte « administrateur »').waitFor();
    await shell.field('Nom du compte').press('End');
    await shell.field('Nom du compte').pressSequentially(' 2');
    await shell.field('Nom du compte').press('Enter');
    await shell.page.getByRole('heading', { name: 'administrateur 2' }).waitFor();
  });

  test('are renamed, and removed after a question', async () => {
    await using shell = await open();
    await addAccount(shell, 'Martin');
    await shell.button('Renommer').click();
    await shell.field('Nom du compte').fill('Martine');
    await shell.page.getByRole('dialog').getByRole('button', { name: 'Renommer' }).click();
    await shell.page.getByRole('heading', { name: 'Martine' }).waitFor();
    shell.dialogs.answer = { confirm: true };
    await shell.button('Supprimer').click();
    await shell.page.getByText('Le compte « Martine » est supprimé.').waitFor();
    expect(await shell.page.getByRole('list', { name: 'Comptes' }).getByRole('listitem').count()).toBe(1);
  });

  test('are walked through with the arrows', async () => {
    await using shell = await open();
    await addAccount(shell, 'Martin');
    await shell.account('Martin').focus();
    await shell.page.keyboard.press('ArrowUp');
    await shell.page.keyboard.press('Enter');
    await shell.page.getByRole('heading', { name: 'Administrateur', exact: true }).waitFor();
  });
});

test.each(['light', 'dark', 'high-contrast'] as const)('axe finds nothing wrong with the %s panel, in any of its states', async (theme) => {
  await using shell = await open({ theme });
  expect(await findAccessibilityViolations(shell.page)).toEqual([]);
  await addAccount(shell, 'Dupont');
  await shell.fill({ ...identity, SIRET: '73282932000075', Nom: 'Dupont ' });
  shell.network.answers.push(refused);
  await shell.button('Vérifier et tester les connexions').click();
  await shell.checks.waitFor();
  expect(await findAccessibilityViolations(shell.page)).toEqual([]);
  await shell.field('SIRET').fill('1');
  await shell.button('Vérifier et tester les connexions').click();
  await shell.account('Administrateur').click();
  await shell.page.getByRole('dialog').waitFor();
  expect(await findAccessibilityViolations(shell.page)).toEqual([]);
  expect(shell.panelPage.complaints).toEqual([]);
});

test('nothing is cut off at 200 % zoom', async () => {
  await using shell = await open({ viewport: { width: 512, height: 384 } });
  await shell.fill();
  shell.network.answers.push(refused);
  await shell.button('Vérifier et tester les connexions').click();
  await shell.checks.waitFor();
  expect(await shell.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(512);
});

/** Name of the control that has the focus, by its label or its text. */
function focusedName({ page }: { page: PanelPage['page'] }): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const label = (focused as HTMLInputElement | null)?.labels?.[0]?.textContent;
    return (label ?? focused?.textContent ?? '').trim();
  });
}
