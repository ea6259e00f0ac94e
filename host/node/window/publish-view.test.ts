import { describe, expect, test } from 'vitest';
import type { Serialisable } from '../../../core/message.ts';
import { PanelStates } from './panel-states.ts';
import { publishView } from './publish-view.ts';

const owner = { plugin: 'hello', panel: 'hello.people' };

describe('a state that can’t be drawn', () => {
  const circle: Record<string, Serialisable> = {};
  circle.circle = circle;

  test.each<[string, Serialisable]>([
    ['of another shape', { items: 3 }],
    ['that is no data', (() => 1) as unknown as Serialisable],
    ['that goes round in a circle', circle],
    ['that is longer than a window can take', { items: [], actions: 'x'.repeat(5_000_000) }],
  ])('%s is refused, and the view says so to its user', (_name, state) => {
    const states = new PanelStates();
    publishView(states, 'list', { items: [{ id: 'a', label: 'A' }] }, owner);
    expect(() => publishView(states, 'list', state, owner)).toThrow(expect.objectContaining({ code: 'panel.state-invalid' }));
    expect(states.get('hello.people')?.state).toMatchObject({
      items: [],
      failure: { sentence: { key: 'error.panel.state-invalid', plugin: 'shell', args: { plugin: 'hello' } } },
    });
  });
});

test('what is published is a copy: what the plugin changes later changes nothing', () => {
  const states = new PanelStates();
  const args = { person: 1 };
  publishView(states, 'list', { items: [{ id: 'a', label: 'A', command: 'hello.open', args }] }, owner);
  args.person = 2;
  expect(states.get('hello.people')?.state).toMatchObject({ items: [{ args: { person: 1 } }] });
});
