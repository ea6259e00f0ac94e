import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { DialogItem, FilePart } from '../../../core/protocol/window-protocol.ts';
import { useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const asked: DialogItem = {
  id: 'd',
  kind: 'file',
  source: 'Paie facile',
  title: 'Importer les salariés',
  accept: ['.csv', '.txt'],
  maximumBytes: 1024 * 1024,
};
const offered: DialogItem = { id: 'd', kind: 'offer', source: 'Paie facile', name: 'bulletins.csv', sizeBytes: 5 };

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Importer les salariés' });
const file = (name: string, buffer = Buffer.from('nom;prénom')) => ({ name, mimeType: 'text/csv', buffer });

describe('a plugin that asks for a file', () => {
  test('gets the one that was picked, in pieces, by its name alone', async () => {
    const { page, host } = await open({ snapshot: { dialogs: [asked] } });
    const dialog = dialogOf(page);
    const content = randomBytes(900 * 1024);
    await dialog
      .getByText('L’extension « Paie facile » recevra le nom et le contenu du fichier que vous choisissez, et rien d’autre.')
      .waitFor();
    await dialog.locator('input').setInputFiles(file('salaires.csv', content));
    await dialog.getByRole('button', { name: 'Transmettre' }).click();
    await dialog.waitFor({ state: 'detached' });
    const answer = { kind: 'file', name: 'salaires.csv', sizeBytes: content.length };
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', answer]]));
    const parts = host.callsOf('sendFilePart').map(([, part]) => part as FilePart);
    expect(parts.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64'))).equals(content)).toBe(true);
  });

  test('gets none of another kind or size; what is wrong is said beside the field at once', async () => {
    const { page, host } = await open({ snapshot: { dialogs: [asked] } });
    const dialog = dialogOf(page);
    await dialog.getByRole('button', { name: 'Transmettre' }).click();
    await dialog.getByRole('alert').getByText('Choisissez d’abord un fichier.').waitFor();
    await dialog.locator('input').setInputFiles(file('programme.exe'));
    await dialog.getByRole('alert').getByText('Ce fichier n’est pas du type attendu (.csv, .txt). Choisissez-en un autre.').waitFor();
    await dialog.locator('input').setInputFiles(file('gros.csv', Buffer.alloc(2 * 1024 * 1024)));
    await dialog.getByRole('alert').getByText('Ce fichier est trop gros : 2 Mo, pour 1 Mo au plus. Choisissez-en un autre.').waitFor();
    await dialog.getByRole('button', { name: 'Transmettre' }).click();
    expect([host.callsOf('sendFilePart'), host.callsOf('answerDialog')]).toEqual([[], []]);
    await dialog.locator('input').setInputFiles(file('bon.CSV'));
    await vi.waitFor(async () => expect(await dialog.getByRole('alert').textContent()).toBe(''));
  });

  test('is done with by keyboard alone, and the focus goes back', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Réglages' }).focus();
    host.update({ dialogs: [asked] });
    const choose = dialogOf(page).getByRole('button', { name: 'Choisir un fichier…' });
    await choose.waitFor();
    await vi.waitFor(async () => expect(await choose.evaluate((button) => button.matches(':focus'))).toBe(true));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(file('a.csv'));
    await dialogOf(page).getByRole('status').getByText('a.csv').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toMatchObject([['d', { kind: 'file', name: 'a.csv' }]]));
    await vi.waitFor(async () =>
      expect(await page.getByRole('button', { name: 'Réglages' }).evaluate((button) => button.matches(':focus'))).toBe(true),
    );
  });

  test('hears of no file when the user presses Escape', async () => {
    const { page, host } = await open({ snapshot: { dialogs: [asked] } });
    await dialogOf(page).waitFor();
    await page.keyboard.press('Escape');
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'dismissed' }]]));
  });
});

describe('a plugin that offers a file', () => {
  test('has it saved under its name once the user agrees', async () => {
    const { page, host } = await open({ snapshot: { dialogs: [offered] }, prepare: (fake) => fake.offers.set('d', 'a;b\né') });
    const dialog = page.getByRole('dialog', { name: 'Enregistrer « bulletins.csv » ?' });
    await dialog.getByText('L’extension « Paie facile » vous propose ce fichier').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('bulletins.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe('a;b\né');
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'confirmed' }]]));
  });

  test('has nothing read or saved when the user closes the dialog', async () => {
    const { page, host } = await open({ snapshot: { dialogs: [offered] } });
    await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click();
    await vi.waitFor(() => expect(host.callsOf('answerDialog')).toEqual([['d', { kind: 'dismissed' }]]));
    expect(host.callsOf('readOffer')).toEqual([]);
  });
});

test('a stranger’s question says whose it is', async () => {
  const question = {
    id: 'q',
    kind: 'secret',
    title: 'Mot de passe Windows',
    label: 'Mot de passe',
    detail: null,
    source: 'Paie facile',
  } as const;
  const { page } = await open({ snapshot: { dialogs: [question] } });
  await page
    .getByRole('dialog')
    .getByText('Demandé par l’extension « Paie facile », qui ne fait pas partie du Centre de maintenance.')
    .waitFor();
});
