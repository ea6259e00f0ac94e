import { expect, test } from 'vitest';
import { FrameTickets } from './frame-tickets.ts';

const panel = { panel: 'a.panel', plugin: 'a', revision: '1', module: 'panel.js' };

test('a window keeps its ticket for a panel, as long as the plugin is the same', () => {
  const tickets = new FrameTickets();
  const first = tickets.issue('window-1', panel);
  expect(tickets.issue('window-1', panel)).toBe(first);
  const next = tickets.issue('window-1', { ...panel, revision: '2' });
  expect(next.token).not.toBe(first.token);
  expect(tickets.find(first.token)).toBeUndefined();
});

test('no two openings share a token, and none can be guessed', () => {
  const tickets = new FrameTickets();
  const tokens = ['window-1', 'window-2'].map((window) => tickets.issue(window, panel).token);
  expect(new Set(tokens).size).toBe(2);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});

test('a ticket ends with its panel, and with its window', () => {
  const tickets = new FrameTickets();
  const one = tickets.issue('window-1', panel);
  const other = tickets.issue('window-1', { ...panel, panel: 'a.other' });
  const elsewhere = tickets.issue('window-2', panel);
  tickets.revoke('window-1', 'a.panel');
  expect([one, other, elsewhere].map(({ token }) => tickets.find(token) !== undefined)).toEqual([false, true, true]);
  tickets.revokeWindow('window-1');
  expect([one, other, elsewhere].map(({ token }) => tickets.find(token) !== undefined)).toEqual([false, false, true]);
});

test('each plugin has a label of its own that fits a host name', () => {
  const tickets = new FrameTickets();
  const labels = ['a', 'b', `long-${'x'.repeat(200)}`].map(
    (plugin) => tickets.issue('window-1', { ...panel, plugin, panel: plugin }).label,
  );
  expect(new Set(labels).size).toBe(3);
  for (const label of labels) expect(label).toMatch(/^[a-z][a-z\d-]{0,62}$/);
});
