import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { FormField, FormView } from '../../../core/views/form-view.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { openView, viewPanel } from '../../support/workbench-host/view-panel.ts';
import { type OpenOptions, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const name: FormField = { name: 'name', label: 'Nom', schema: { type: 'string', minLength: 2 }, isRequired: true, value: 'Zoé' };
const fields: readonly FormField[] = [
  name,
  {
    name: 'siret',
    label: 'SIRET',
    description: 'Sur chaque bulletin.',
    schema: { type: 'string', pattern: '^\\d{14}$', patternErrorMessage: 'Quatorze chiffres.' },
  },
  { name: 'hours', label: 'Heures', schema: { type: 'number', maximum: 48 } },
  {
    name: 'contract',
    label: 'Contrat',
    schema: { type: 'string', enum: ['cdi', 'cdd'] },
    choices: ['Durée indéterminée', 'Durée déterminée'],
  },
  { name: 'isPaid', label: 'Déjà payé', schema: { type: 'boolean' } },
  { name: 'note', label: 'Remarque', schema: { type: 'string', editPresentation: 'multilineText' } },
  { name: 'code', label: 'Code', schema: { type: 'string', writeOnly: true } },
];
const submit = { title: 'Enregistrer', command: 'sample.save', args: { id: 7 } };
const openForm = (view: Partial<FormView> = {}, options?: OpenOptions) => openView(open, 'form', { fields, submit, ...view }, options);

const textbox = (page: Page, label: string) => page.getByRole('textbox', { name: label });
const problemOf = (page: Page, label: string) =>
  textbox(page, label).evaluate((input: HTMLInputElement) => {
    const ids = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    return (input.getRootNode() as ShadowRoot).getElementById(ids.at(-1) ?? '')?.textContent?.trim();
  });

describe('a form', () => {
  test('submits what was typed by the fields’ names and types', async () => {
    const { page, host } = await openForm();
    await textbox(page, 'SIRET').fill('12345678901234');
    await textbox(page, 'Heures').fill('7,5');
    await page.getByRole('combobox', { name: 'Contrat' }).selectOption({ label: 'Durée déterminée' });
    await page.getByRole('checkbox', { name: 'Déjà payé' }).check();
    await textbox(page, 'Remarque').fill('une\ndeux');
    await page.getByLabel('Code (facultatif)').fill('s3cret');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    const saved = {
      id: 7,
      name: 'Zoé',
      siret: '12345678901234',
      hours: 7.5,
      contract: 'cdd',
      isPaid: true,
      note: 'une\ndeux',
      code: 's3cret',
    };
    await expect.poll(() => host.callsOf('executeCommand')).toEqual([['sample.save', saved]]);
    await expect.poll(() => page.getByLabel('Code (facultatif)').inputValue()).toBe('');
  });

  test('says what is wrong beside the field while the user types', async () => {
    const { page, host } = await openForm();
    await textbox(page, 'SIRET').fill('123');
    await expect.poll(() => problemOf(page, 'SIRET')).toBe('Quatorze chiffres.');
    expect(await textbox(page, 'SIRET').getAttribute('aria-invalid')).toBe('true');
    await textbox(page, 'Heures').fill('99');
    await expect.poll(() => problemOf(page, 'Heures')).toBe('La valeur ne peut pas dépasser 48.');
    await textbox(page, 'Nom').fill('');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.poll(() => problemOf(page, 'Nom')).toBe('Remplissez ce champ.');
    expect(await textbox(page, 'Nom').evaluate((input) => input.matches(':focus'))).toBe(true);
    expect(host.callsOf('executeCommand')).toEqual([]);
    await textbox(page, 'SIRET').fill('12345678901234');
    await expect.poll(() => problemOf(page, 'SIRET')).toBe('');
  });

  test('shows what the plugin found wrong until the user changes it', async () => {
    const { page, host } = await openForm();
    host.commandAnswers.set('sample.save', () => {
      host.publish(viewPanel, { fields: [{ ...name, problem: 'Ce nom est déjà pris.' }], submit });
      return { ok: false, cancelled: false, code: 'x', sentence: 'Rien n’a été enregistré.' };
    });
    await textbox(page, 'Nom').press('Enter');
    await expect.poll(() => problemOf(page, 'Nom')).toBe('Ce nom est déjà pris.');
    await page.getByRole('alert').filter({ hasText: 'Rien n’a été enregistré.' }).waitFor();
    await textbox(page, 'Nom').fill('Léa');
    await expect.poll(() => problemOf(page, 'Nom')).toBe('');
  });

  test('keeps what is typed, and where, when it is published anew', async () => {
    const { page, host } = await openForm();
    await textbox(page, 'Nom').fill('Karim');
    host.publish(viewPanel, { message: 'Publié', fields: [{ ...name, value: 'Élodie' }, ...fields.slice(1)], submit });
    await page.getByText('Publié').waitFor();
    expect(await textbox(page, 'Nom').inputValue()).toBe('Karim');
    expect(await textbox(page, 'Nom').evaluate((input) => input.matches(':focus'))).toBe(true);
  });

  test('asks before it is left unsaved, and saves when the user says so', async () => {
    const { page, host } = await openForm();
    await textbox(page, 'Nom').fill('Karim');
    await page.getByRole('tab', { name: 'Salariés, modifications non enregistrées' }).waitFor();
    await page.keyboard.press('Alt+w');
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByRole('tab', { name: 'Bienvenue' }).waitFor();
    expect(host.callsOf('executeCommand')).toEqual([['sample.save', { id: 7, name: 'Karim', isPaid: false }]]);
  });

  test('never shows a secret that is saved, and one that is typed only when asked to', async () => {
    const secret: FormField = {
      name: 'code',
      label: 'Code',
      schema: { type: 'string', writeOnly: true },
      isRequired: true,
      value: 'never shown',
    };
    const { page } = await openForm({ fields: [secret] });
    const field = page.getByLabel('Code', { exact: true });
    expect(await field.inputValue()).toBe('');
    expect(await field.getAttribute('type')).toBe('password');
    expect(await page.content()).not.toContain('never shown');
    await field.fill('abc');
    await page.getByRole('button', { name: 'Afficher ce qui est saisi (Code)' }).click();
    expect(await field.getAttribute('type')).toBe('text');
  });
});

describe.each(['light', 'dark', 'high-contrast', 'high-contrast-light'])('in the theme %s', (theme) => {
  test.each([1_024, 512])('axe finds nothing wrong with a form %d pixels wide', async (width) => {
    const { page } = await openForm(
      { message: 'Complétez le dossier.' },
      { viewport: { width, height: width * 0.75 }, reducedMotion: 'reduce', snapshot: { settings: { 'workbench.colorTheme': theme } } },
    );
    await textbox(page, 'SIRET').fill('123');
    await expect.poll(() => problemOf(page, 'SIRET')).toBe('Quatorze chiffres.');
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});
