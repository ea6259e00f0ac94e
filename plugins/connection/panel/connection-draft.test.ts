import { describe, expect, test } from 'vitest';
import { factoryAddresses } from '../connection-values.ts';
import { ConnectionDraft } from './connection-draft.ts';

const saved = {
  hasProxyPassword: true,
  values: { type: 'system', mode: 'securise', proxy: { host: 'proxy.local', port: 0, user: 'dupont' }, servers: factoryAddresses },
} as const;
const draft = new ConnectionDraft(saved);

test('an untouched draft holds what is saved, port 0 being none', () => {
  expect(draft.values).toEqual(saved.values);
  expect(draft.value('proxyPort')).toBe('');
  expect(draft.isDirty).toBe(false);
});

test('a change makes it dirty, taking it back makes it clean', () => {
  const changed = draft.with({ mode: 'normal' });
  expect(changed.isDirty).toBe(true);
  expect(changed.with({ mode: 'securise' }).isDirty).toBe(false);
  expect(draft.with({ proxyPassword: 'x' }).isDirty).toBe(true);
});

test('once what was typed is saved it is clean, and what was not stays typed', () => {
  const typed = draft.with({ mode: 'normal', update: 'https://autre.fr' });
  const after = typed.over({ ...saved, values: { ...saved.values, mode: 'normal' } });
  expect(after.isDirty).toBe(true);
  expect(
    after.over({ ...saved, values: { ...saved.values, mode: 'normal', servers: { ...factoryAddresses, update: 'https://autre.fr' } } })
      .isDirty,
  ).toBe(false);
});

test('the password goes along only when it was typed', () => {
  expect(draft.commandArguments.proxy).toEqual({ host: 'proxy.local', port: 0, user: 'dupont' });
  expect(draft.with({ proxyPassword: 'x' }).commandArguments.proxy).toHaveProperty('password', 'x');
});

test('the sealed password goes with its proxy and its user alone', () => {
  expect(draft.isPasswordKept).toBe(true);
  expect(draft.with({ proxyPort: '8080' }).isPasswordKept).toBe(true);
  expect(draft.with({ proxyHost: 'autre.local' }).isPasswordKept).toBe(false);
  expect(draft.with({ proxyUser: 'martin' }).isPasswordKept).toBe(false);
});

describe('problems', () => {
  test('of the proxy count only where it is used, each at its field', () => {
    const wrong = draft.with({ proxyHost: '', proxyPort: 'abc' });
    expect(wrong.problematicFields).toEqual([]);
    expect(wrong.with({ type: 'proxy' }).problem('proxyPort')?.key).toBe('error.connection.proxy-port');
    expect(wrong.with({ type: 'proxy', proxyPort: '8080' }).problem('proxyHost')?.key).toBe('error.connection.proxy-host-empty');
    expect(draft.with({ type: 'proxy' }).problem('proxyPort')?.key).toBe('error.connection.proxy-port-empty');
  });

  test('of an address depend on the mode', () => {
    const plain = draft.with({ update: 'http://ancien.fr' });
    expect(plain.problematicFields).toEqual(['update']);
    expect(plain.with({ mode: 'etendu' }).problematicFields).toEqual([]);
  });
});

describe('tidying', () => {
  test('cleans each field and tells what for', () => {
    const { draft: tidy, corrections } = draft
      .with({ authentication: '« impact-emploi.urssaf.fr«', proxyHost: 'http://proxy.local:3128', proxyUser: ' dupont ' })
      .tidy();
    expect(tidy.value('authentication')).toBe('https://impact-emploi.urssaf.fr');
    expect([tidy.value('proxyHost'), tidy.value('proxyPort'), tidy.value('proxyUser')]).toEqual(['proxy.local', '3128', 'dupont']);
    expect(Object.keys(corrections).sort()).toEqual(['authentication', 'proxyHost', 'proxyUser']);
  });

  test('leaves alone what can’t be cleaned, and the password always', () => {
    const typed = draft.with({ authentication: ' javascript:x ', proxyPassword: ' « x » ' });
    const { draft: tidy, corrections } = typed.tidy();
    expect(tidy.value('authentication')).toBe(' javascript:x ');
    expect(tidy.value('proxyPassword')).toBe(' « x » ');
    expect(corrections).toEqual({});
  });
});
