import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { NotificationItem } from '../../../core/protocol/window-protocol.ts';
import { useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const refused: NotificationItem = {
  id: 'refused',
  severity: 'error',
  message: 'Le serveur refuse cette installation.',
  source: 'Connexion',
  actions: ['Paramètres de connexion', 'Contacter l’assistance'],
};
const testing: NotificationItem = {
  id: 'testing',
  severity: 'info',
  message: 'Test en cours',
  source: 'Connexion',
  actions: [],
  progress: { fraction: 0.25, message: 'Adresse 1 sur 3' },
};

const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications en cours' });

describe('a notification', () => {
  test('says how serious it is and who speaks, is read out, and doesn’t take the focus', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Réglages' }).focus();
    host.update({ notifications: [refused] });
    await toasts(page)
      .getByRole('group', { name: 'Erreur' })
      .filter({ hasText: 'Le serveur refuse cette installation.' })
      .getByText('Connexion', { exact: true })
      .waitFor();
    await page.getByRole('alert').getByText('Erreur : Le serveur refuse cette installation. (Connexion)').waitFor();
    expect(await page.getByRole('button', { name: 'Réglages' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('answers with the button that was pressed', async () => {
    const { page, host } = await open({ snapshot: { notifications: [refused] } });
    await toasts(page).getByRole('button', { name: 'Contacter l’assistance' }).click();
    await vi.waitFor(() => expect(host.callsOf('answerNotification')).toEqual([['refused', 1]]));
    await toasts(page).waitFor({ state: 'detached' });
  });

  test('is reached by F6 and closed by Escape, which leaves the focus somewhere useful', async () => {
    const { page, host } = await open({ snapshot: { notifications: [refused] } });
    await page.keyboard.press('Shift+F6');
    await page.keyboard.press('Escape');
    await vi.waitFor(() => expect(host.callsOf('answerNotification')).toEqual([['refused', null]]));
    await vi.waitFor(async () => expect(await page.getByRole('tabpanel').evaluate((panel) => panel.matches(':focus'))).toBe(true));
  });

  test('shows how far its work is, and cancels it', async () => {
    const { page, host } = await open({ snapshot: { notifications: [testing] } });
    const bar = toasts(page).getByRole('progressbar', { name: 'Test en cours' });
    expect(await bar.getAttribute('aria-valuenow')).toBe('25');
    host.update({ notifications: [{ ...testing, progress: { fraction: 0.5, message: 'Adresse 2 sur 3' } }] });
    await toasts(page).getByText('Adresse 2 sur 3').waitFor();
    await toasts(page).getByRole('button', { name: 'Annuler' }).click();
    await vi.waitFor(() => expect(host.callsOf('cancelProgress')).toEqual([['testing']]));
  });

  test('stays in the history, which the bell opens and which takes its place', async () => {
    const { page, host } = await open({ snapshot: { notifications: [refused] } });
    await page.getByRole('button', { name: '1 notification en attente' }).click();
    const history = page.getByRole('list', { name: 'Notifications' });
    await history.getByRole('button', { name: 'Contacter l’assistance' }).waitFor();
    expect(await toasts(page).count()).toBe(0);
    host.update({ notifications: [] });
    await history.getByRole('group', { name: 'Erreur' }).filter({ hasText: 'Le serveur refuse cette installation.' }).waitFor();
    await page.getByRole('button', { name: 'Effacer les notifications' }).click();
    await page.getByText('Aucune notification.').waitFor();
  });
});

test('a command that fails tells why', async () => {
  const { page, host } = await open();
  host.commandAnswers.set('sample.test', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Le serveur ne répond pas.' }));
  await page.getByRole('contentinfo').getByRole('button', { name: 'Tester' }).click();
  await toasts(page).getByText('Le serveur ne répond pas.').waitFor();
});

describe('an address to open', () => {
  test('opens in a tab of the browser when it is https', async () => {
    const { page, host } = await open();
    await page.context().route('https://www.net-entreprises.fr/**', (route) => route.fulfill({ body: 'portail' }));
    await page.getByRole('button', { name: 'Réglages' }).click();
    const opening = page.context().waitForEvent('page');
    host.toWindows((window) => window.openExternal('https://www.net-entreprises.fr/aide'));
    expect((await opening).url()).toBe('https://www.net-entreprises.fr/aide');
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:,a', 'not an address'])('is refused when it is %s', async (address) => {
    const { page, host } = await open();
    await vi.waitFor(() => expect(host.callsOf('connect')).toHaveLength(1));
    host.toWindows((window) => window.openExternal(address));
    await toasts(page).getByText('n’a pas été ouverte').waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });
});

describe('a dialog', () => {
  test('asks for agreement, keeps all else from being used, and gives the focus back', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Réglages' }).focus();
    host.update({
      dialogs: [
        {
          id: 'd',
          kind: 'confirm',
          message: 'Activer le mode assistance ?',
          detail: 'La boule devient un scarabée.',
          confirmLabel: 'Activer',
        },
      ],
    });
    const dialog = page.getByRole('dialog', { name: 'Activer le mode assistance ?' });
    await dialog.waitFor();
    await page.keyboard.press('F1');
    expect(await page.getByRole('combobox').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Activer' }).click();
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'confirmed' }]]));
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Réglages' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('is dismissed by Escape', async () => {
    const { page, host } = await open({
      snapshot: { dialogs: [{ id: 'd', kind: 'confirm', message: 'Vraiment ?', detail: null, confirmLabel: 'Oui' }] },
    });
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'dismissed' }]]));
  });

  test('asks for a secret, which no password store gets', async () => {
    const { page, host } = await open({
      snapshot: {
        dialogs: [{ id: 'd', kind: 'secret', title: 'Désactiver le mode assistance', label: 'Mot de passe du jour', detail: null }],
      },
    });
    const field = page.getByLabel('Mot de passe du jour');
    expect(await field.evaluate((input) => input.matches(':focus'))).toBe(true);
    expect(await field.getAttribute('type')).toBe('password');
    expect(await field.getAttribute('autocomplete')).toBe('new-password');
    expect(await page.locator('form').count()).toBe(0);
    await field.press('Enter');
    expect(host.callsOf('answerDialog')).toEqual([]);
    await field.fill('12345678');
    await page.getByRole('button', { name: 'Afficher ce qui est saisi' }).click();
    expect(await field.inputValue()).toBe('12345678');
    await field.press('Enter');
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'secret', value: '12345678' }]]));
  });

  test('follows another', async () => {
    const confirm = (id: string) => ({ id, kind: 'confirm', message: `Question ${id}`, detail: null, confirmLabel: 'Oui' }) as const;
    const { page } = await open({ snapshot: { dialogs: [confirm('1'), confirm('2')] } });
    await page.getByRole('dialog', { name: 'Question 1' }).getByRole('button', { name: 'Oui' }).click();
    await page.getByRole('dialog', { name: 'Question 2' }).getByRole('button', { name: 'Oui' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
