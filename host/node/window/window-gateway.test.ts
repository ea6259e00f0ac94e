import { beforeEach, expect, test } from 'vitest';
import { PanelStates } from './panel-states.ts';
import { type ConnectedWindow, WindowGateway } from './window-gateway.ts';

let sent: unknown[][];
let states: PanelStates;
let gateway: WindowGateway;

function openWindow(id: string, panels: readonly string[] = []): ConnectedWindow {
  return {
    id,
    language: 'fr',
    openPanels: new Set(panels),
    update: (patch) => sent.push([id, 'update', ...Object.keys(patch)]),
    panelState: (panel, state) => sent.push([id, panel, state]),
    revealPanel: () => {},
    openExternal: () => {},
  };
}

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  sent = [];
  states = new PanelStates();
  gateway = new WindowGateway({
    build: (_window, parts) => Object.fromEntries([...parts].map((part) => [part, []])),
    panelState: (panel) => states.get(panel)?.state,
  });
  states.onDidChange((panel) => gateway.invalidatePanel(panel));
});

test('changes of one tick reach each window as one patch, and only the last state of a panel', async () => {
  gateway.add(openWindow('one', ['hello.panel']));
  gateway.add(openWindow('two'));
  gateway.invalidate('contextKeys');
  gateway.invalidate('contextKeys', 'badges');
  states.publish('hello', 'hello.panel', { count: 1 });
  states.publish('hello', 'hello.panel', { count: 2 });
  expect(sent).toEqual([]);
  await nextTick();
  expect(sent).toEqual([
    ['one', 'update', 'contextKeys', 'badges'],
    ['one', 'hello.panel', { count: 2 }],
    ['two', 'update', 'contextKeys', 'badges'],
  ]);
});

test('what changed can be sent at once, and is not sent again', async () => {
  gateway.add(openWindow('one'));
  gateway.invalidate('badges');
  gateway.flush();
  expect(sent).toEqual([['one', 'update', 'badges']]);
  await nextTick();
  expect(sent).toHaveLength(1);
});

test('an equal state costs nothing, and a state can not be changed afterwards', async () => {
  gateway.add(openWindow('one', ['hello.panel']));
  const state = { list: ['a'] };
  states.publish('hello', 'hello.panel', state);
  state.list.push('b');
  expect(states.get('hello.panel')?.state).toEqual({ list: ['a'] });
  await nextTick();
  states.publish('hello', 'hello.panel', { list: ['a'] });
  await nextTick();
  expect(sent).toHaveLength(1);
});

test('the window used last is known, also after it closes', () => {
  const one = openWindow('one');
  const two = openWindow('two');
  gateway.add(one);
  const handle = gateway.add(two);
  expect(gateway.lastUsed?.id).toBe('two');
  gateway.touch(one);
  expect(gateway.lastUsed?.id).toBe('one');
  gateway.touch(two);
  handle.dispose();
  gateway.touch(two);
  expect(gateway.lastUsed?.id).toBe('one');
  expect(gateway.count).toBe(1);
});
