import { describe, expect, test } from 'vitest';
import { factoryAddresses } from '../values/connection-values.ts';
import { ConnectionDraft } from './connection-draft.ts';

const saved = {
  hasProxyPassword: true,
  credentialRoles: [],
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
  expect(draft.testArguments.proxy).toEqual({ host: 'proxy.local', port: 0, user: 'dupont' });
  expect(draft.with({ proxyPassword: 'x' }).testArguments.proxy).toHaveProperty('password', 'x');
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

describe('a name and a password in an address', () => {
  const pasted = draft.with({ authentication: 'https://dupont:s3cret@serveur.example/a' }).tidy().draft;

  test('leave the field for where they are kept apart, and are not among what a test is given', () => {
    expect(pasted.value('authentication')).toBe('https://serveur.example/a');
    expect(pasted.saveArguments.credentials).toEqual({ authentication: 'dupont:s3cret' });
    expect(JSON.stringify([pasted.testArguments, pasted.values])).not.toContain('s3cret');
    expect([pasted.credentialsState('authentication'), pasted.isDirty]).toEqual(['pending', true]);
  });

  test('go along with no other server than theirs', () => {
    const elsewhere = pasted.with({ authentication: 'https://ailleurs.example/a' });
    expect(elsewhere.saveArguments.credentials).toEqual({});
    expect(elsewhere.credentialsState('authentication')).toBeUndefined();
    expect(pasted.with({ authentication: 'https://serveur.example/b' }).saveArguments.credentials).toHaveProperty('authentication');
  });

  test('are gone once saved or taken back, but for those pasted meanwhile', () => {
    expect(pasted.withoutSecretsOf(pasted).saveArguments.credentials).toEqual({});
    expect(pasted.withoutTaken('authentication').saveArguments.credentials).toEqual({});
    const meanwhile = pasted.with({ authentication: 'https://durand:autre@serveur.example' }).tidy().draft;
    expect(meanwhile.withoutSecretsOf(pasted).saveArguments.credentials).toEqual({ authentication: 'durand:autre' });
  });

  test('that nothing would send are taken out and forgotten, which is told', () => {
    const { draft: tidy, corrections } = draft.with({ update: 'https://durand:s3cret@serveur.example/b' }).tidy();
    expect(tidy.value('update')).toBe('https://serveur.example/b');
    expect(corrections.update?.map(({ key }) => key)).toEqual(['corrected.credentials-unused']);
    expect([tidy.saveArguments.credentials, tidy.credentialsState('update')]).toEqual([{}, undefined]);
    expect(JSON.stringify([tidy.saveArguments, tidy.values])).not.toContain('s3cret');
  });

  test('that are sealed are told apart from another server’s', () => {
    const sealed = draft.over({ ...saved, credentialRoles: ['authentication'] });
    expect(sealed.credentialsState('authentication')).toBe('kept');
    expect(sealed.with({ authentication: 'https://ailleurs.example' }).credentialsState('authentication')).toBe('other');
    expect(sealed.credentialsState('update')).toBeUndefined();
  });

  test('before a proxy become its user and its password', () => {
    const { draft: tidy, corrections } = draft.with({ proxyHost: 'http://ASSO%5Cdupont:s3cret@proxy.local:3128' }).tidy();
    expect(tidy.testArguments.proxy).toEqual({ host: 'proxy.local', port: 3128, user: 'ASSO\\dupont', password: 's3cret' });
    expect(corrections.proxyHost?.[0]).toEqual({ key: 'corrected.proxy-credentials', args: {} });
  });
});

test('a foreign letter is a warning, not a problem', () => {
  const { draft: tidy } = draft.with({ authentication: 'https://imp\u0430ct-emploi.urssaf.fr' }).tidy();
  expect(tidy.problem('authentication')).toBeUndefined();
  expect(tidy.warning('authentication')?.args).toMatchObject({ letter: '\u0430', host: expect.stringMatching(/^xn--/) });
  const proxy = draft.with({ type: 'proxy', proxyHost: 'pr\u043exy.local', proxyPort: '3128' }).tidy().draft;
  expect([proxy.problem('proxyHost'), proxy.warning('proxyHost')?.args?.letter]).toEqual([undefined, '\u043e']);
  expect(proxy.with({ type: 'direct' }).warning('proxyHost')).toBeUndefined();
});
