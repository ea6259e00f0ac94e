import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { pageErrors, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const banner = (page: Page) => page.getByRole('region', { name: 'Liaison avec le Centre de maintenance' });

async function openForm(page: Page): Promise<void> {
  await page.getByRole('toolbar').getByRole('button', { name: 'Paramètres de démonstration' }).click();
  await page.getByLabel('Nom').waitFor();
}

/** A browser says of every try that failed that it failed. */
function forgetFailedTries(): void {
  const isOurs = (text: string) => !/WebSocket|Failed to load resource/.test(text);
  pageErrors.splice(0, pageErrors.length, ...pageErrors.filter(isOurs));
}

describe('when the host goes away', () => {
  test('the window says so, comes back by itself, and keeps what was typed', async () => {
    const { page, host } = await open();
    await openForm(page);
    await page.getByLabel('Nom').fill('Dupont');
    await host.stop();
    await banner(page).getByText('Le centre de maintenance ne répond plus. Reconnexion…').waitFor();
    host.panelStates.set('sample.form', { name: 'Camille' });
    await host.start();
    await banner(page).waitFor({ state: 'detached' });
    await page.getByText('Bonjour Camille').waitFor();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
    host.publish('sample.form', { name: 'Dominique' });
    await page.getByText('Bonjour Dominique').waitFor();
    forgetFailedTries();
  });

  test('a command under way fails with a sentence', async () => {
    const { page, host } = await open();
    await openForm(page);
    host.commandAnswers.set('sample.test', () => new Promise(() => {}));
    await page.getByRole('tabpanel').getByRole('button', { name: 'Tester', exact: true }).click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toHaveLength(1));
    await host.stop();
    await page.getByRole('tabpanel').getByText('on ne sait pas si l’opération a abouti').waitFor();
    forgetFailedTries();
  });

  test('what is asked meanwhile is done when it is back', async () => {
    const { page, host } = await open();
    await host.stop();
    await banner(page).waitFor();
    await page.getByRole('contentinfo').getByRole('button', { name: 'Tester' }).click();
    await host.start();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.test', undefined]]), 10_000);
    forgetFailedTries();
  });

  test('the next try doesn’t wait for its turn when the user says so, or comes back to the window', async () => {
    const { page, host } = await open();
    await host.stop();
    await banner(page).waitFor();
    await host.start();
    await banner(page).getByRole('button', { name: 'Réessayer maintenant' }).click();
    await banner(page).waitFor({ state: 'detached', timeout: 2_000 });
    await host.stop();
    await banner(page).waitFor();
    await host.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await banner(page).waitFor({ state: 'detached', timeout: 2_000 });
    forgetFailedTries();
  });
});

test('what the host says while its answer is on the way is newer, and stays', async () => {
  const { page, host } = await open({
    prepare: (host) => {
      host.panelStates.set('sample.form', { name: 'Camille' });
      host.beforeAnswer = (method, window) => {
        if (method === 'connect') window.update({ notices: [{ id: null, text: 'Une nouvelle de l’hôte' }] });
        else window.panelState('sample.form', { name: 'Dominique' });
      };
    },
  });
  await page.getByText('Une nouvelle de l’hôte').waitFor();
  await openForm(page);
  await vi.waitFor(() => expect(host.callsOf('openPanel')).toHaveLength(1));
  await page.getByText('Bonjour Dominique').waitFor();
});

test('a window that the host no longer knows says how to get another, and comes back once it is known', async () => {
  const { page, host } = await open();
  await host.stop();
  host.isForbidden = true;
  await host.start();
  await banner(page).getByText('Cette fenêtre n’est plus reconnue par le Centre de maintenance.').waitFor();
  host.isForbidden = false;
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await banner(page).waitFor({ state: 'detached' });
  forgetFailedTries();
});

test('after an update of the host the window offers to be loaded again', async () => {
  const { page, host } = await open();
  await host.stop();
  host.snapshot = { ...host.snapshot, version: '2.0.0' };
  await host.start();
  await banner(page).getByRole('button', { name: 'Recharger la page' }).click();
  await banner(page).waitFor({ state: 'detached' });
  forgetFailedTries();
});

test('the window keeps the page’s language when it connects, whatever its browser wants, unless the user chose one', async () => {
  const { host } = await open({ locale: 'en-GB' });
  await vi.waitFor(() => expect(host.callsOf('connect')).toEqual([[{ languages: ['fr', 'en-GB'] }]]));
  const chosen = await open({ locale: 'en-GB', snapshot: { settings: { 'workbench.language': 'fr' } } });
  await vi.waitFor(() => expect(chosen.host.callsOf('connect')).toEqual([[{ languages: ['en-GB'] }]]));
});
