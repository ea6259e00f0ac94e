import { expect, test, vi } from 'vitest';
import type { LeaveAnswer } from '../dialogs/window-dialogs.ts';
import { type OpenPanel, OpenPanels } from './open-panels.ts';

function panel(values: Partial<OpenPanel> = {}): OpenPanel {
  return { hasUnsavedChanges: true, canSave: true, save: async () => true, ...values };
}

function leave(open: OpenPanel | undefined, answer: LeaveAnswer) {
  const panels = new OpenPanels();
  if (open) panels.add('p', open);
  const ask = vi.fn(async () => answer);
  return { ask, leaving: panels.confirmLeaving('p', ask) };
}

test('a panel that would lose nothing is left at once', async () => {
  const { ask, leaving } = leave(panel({ hasUnsavedChanges: false }), 'cancel');
  expect(await leaving).toBe(true);
  expect(ask).not.toHaveBeenCalled();
  expect(await leave(undefined, 'cancel').leaving).toBe(true);
});

test('unsaved changes are asked about, and thrown away only on demand', async () => {
  expect(await leave(panel(), 'cancel').leaving).toBe(false);
  expect(await leave(panel(), 'discard').leaving).toBe(true);
});

test('a panel that could not save stays', async () => {
  expect(await leave(panel(), 'save').leaving).toBe(true);
  expect(await leave(panel({ save: async () => false }), 'save').leaving).toBe(false);
});

test('whether anything would be lost is known of all open panels', () => {
  const panels = new OpenPanels();
  const clean = panel({ hasUnsavedChanges: false });
  panels.add('a', clean);
  expect(panels.hasUnsavedChanges).toBe(false);
  const dirty = panel();
  panels.add('b', dirty);
  expect(panels.hasUnsavedChanges).toBe(true);
  panels.remove('b', clean);
  expect(panels.hasUnsavedChanges).toBe(true);
  panels.remove('b', dirty);
  expect(panels.hasUnsavedChanges).toBe(false);
});
