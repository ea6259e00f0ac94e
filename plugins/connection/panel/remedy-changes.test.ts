import { expect, test } from 'vitest';
import { factoryAddresses } from '../values/connection-values.ts';
import { ConnectionDraft } from './connection-draft.ts';
import { applyRemedy } from './remedy-changes.ts';

const draft = new ConnectionDraft({
  hasProxyPassword: false,
  credentialRoles: [],
  values: { type: 'system', mode: 'securise', proxy: { host: '', port: 0, user: '' }, servers: factoryAddresses },
});

test('the values of a next step go into the fields and are unsaved changes', () => {
  const { draft: changed } = applyRemedy(draft, { type: 'proxy', proxy: { host: 'proxy.local', port: 3128 } });
  expect(changed.values).toMatchObject({ type: 'proxy', proxy: { host: 'proxy.local', port: 3128 }, servers: factoryAddresses });
  expect(changed.isDirty).toBe(true);
});

test('what changed is said in the words of the panel, and what did not is left out', () => {
  const { changed } = applyRemedy(draft, { type: 'direct', mode: 'securise', servers: { update: 'https://autre.example' } });
  expect(changed).toEqual([
    { key: 'remedy.change', args: { field: { key: 'type.legend' }, value: { key: 'type.direct' } } },
    { key: 'remedy.change', args: { field: { key: 'address.update' }, value: 'https://autre.example' } },
  ]);
});

test('a next step that the fields already hold changes nothing', () => {
  const { draft: same, changed } = applyRemedy(draft, { type: 'system' });
  expect(changed).toEqual([]);
  expect(same.isDirty).toBe(false);
});
