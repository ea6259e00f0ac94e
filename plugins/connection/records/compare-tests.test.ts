import { describe, expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import { failedAddress, type SampleChanges, sampleAddress, sampleRecord } from '../../../test/support/access-test-samples.ts';
import strings from '../locales/fr.json';
import { factoryAddresses } from '../values/connection-values.ts';
import { compareTests } from './compare-tests.ts';

const t = createTranslator(strings, 'fr');
const compare = (before: SampleChanges, after: SampleChanges) => compareTests(sampleRecord(before), sampleRecord(after));
const say = (before: SampleChanges, after: SampleChanges) =>
  compare(before, after).map(({ message }) => t(message).replaceAll('\u00a0', ' '));

const behindProxy = {
  facts: () => ({ route: { proxy: { host: 'proxy', port: 3128, isEncrypted: false }, source: 'system' as const, detail: '' } }),
};

describe('what changed is said of', () => {
  test('nothing, where two tests came to the same', () => {
    expect(compare({}, {})).toEqual([]);
  });

  test('the address that was typed, and then of nothing else of that server', () => {
    const servers = { ...factoryAddresses, update: 'https://autre.example/maj' };
    const tls12 = (role: string) => (role === 'update' ? { encryption: { version: 'TLSv1.2', chain: [] } } : {});
    expect(say({}, { values: { servers }, facts: tls12 })).toEqual([
      '« Adresse du serveur de mise à jour » : l’adresse saisie a changé (https://impact-emploi.urssaf.fr/updates → https://autre.example/maj)',
    ]);
  });

  test('the proxy, once for all addresses', () => {
    expect(compare({}, behindProxy)).toEqual([
      { kind: 'proxy', role: null, message: { key: 'change.proxy', args: { before: { key: 'change.no-proxy' }, after: 'proxy:3128' } } },
    ]);
    expect(say({}, behindProxy)).toEqual(['le proxy a changé (aucun → proxy:3128)']);
    expect(say(behindProxy, {})).toEqual(['le proxy a changé (proxy:3128 → aucun)']);
  });

  test('the proxy typed in the settings, where the way was not noted', () => {
    const unknownWay = { facts: () => ({ route: undefined }) as object };
    const proxy = { host: 'ancien', port: 8080, user: '' };
    expect(
      say(
        { values: { type: 'proxy', proxy }, ...unknownWay },
        { values: { type: 'proxy', proxy: { ...proxy, host: 'nouveau' } }, ...unknownWay },
      ),
    ).toEqual(['le proxy a changé (ancien:8080 → nouveau:8080)']);
    expect(say({ values: { type: 'direct' }, ...unknownWay }, { ...unknownWay })).toEqual([
      'le type de connexion a changé (Connexion directe par réseau local → Connexion en utilisant les paramètres du système)',
    ]);
  });

  test('where the way comes from, where the proxy is the same', () => {
    const byScript = { facts: () => ({ route: { proxy: null, source: 'pac' as const, detail: 'http://pac.example/proxy.pac?secret=1' } }) };
    expect(say({}, byScript)).toEqual([
      'le chemin vient d’un autre réglage (les paramètres du système → un script de configuration automatique (http://pac.example/proxy.pac))',
    ]);
  });

  test('the type and the mode of connection', () => {
    expect(say({}, { values: { mode: 'normal' } })).toEqual(['le mode de connexion a changé (Sécurisé → Normal)']);
  });

  test('addresses that the name server adds and takes away', () => {
    const stages = sampleAddress('update').stages.map((stage) =>
      stage.name === 'name' ? { ...stage, detail: 'IPv4 192.0.2.9; IPv6 2001:db8::1' } : stage,
    );
    expect(say({}, { each: (role) => (role === 'update' ? { stages } : {}) })).toEqual([
      '« Adresse du serveur de mise à jour » : le nom mène à d’autres adresses (apparues : 192.0.2.9 ; disparues : 192.0.2.1)',
    ]);
  });

  test('addresses only where both tests know them', () => {
    expect(say({}, { each: () => ({ ...failedAddress('dns-unknown'), stages: [] }) })).toEqual([]);
  });

  test('who signed the certificate, rather than that it is another', () => {
    const changed = { chain: [certificate({ issuer: 'Antivirus', fingerprint: 'B' })], version: 'TLSv1.3' };
    expect(say({}, { facts: () => ({ encryption: changed }) })).toEqual([
      'le certificat est signé par quelqu’un d’autre (Autorité A, Certigna → Antivirus)',
    ]);
  });

  test('a certificate that was replaced by one that ends the same day', () => {
    const changed = { chain: [certificate({ fingerprint: 'B', validTo: '2027-01-01T08:00:00.000Z' })], version: 'TLSv1.3' };
    expect(say({}, { facts: () => ({ encryption: changed }) })).toEqual([
      'le certificat a été remplacé par un autre, valable lui aussi jusqu’au 1 janv. 2027',
    ]);
  });

  test('a certificate that was replaced by one of the same issuer', () => {
    const changed = { chain: [certificate({ fingerprint: 'B', validTo: '2028-01-01T00:00:00.000Z' })], version: 'TLSv1.3' };
    expect(say({}, { facts: () => ({ encryption: changed }) })).toEqual([
      'le certificat a été remplacé (valable jusqu’au 1 janv. 2027 → 1 janv. 2028)',
    ]);
  });

  test('the version of the encryption and the status', () => {
    const older = { chain: [certificate({})], version: 'TLSv1.2' };
    expect(say({}, { facts: () => ({ encryption: older, status: 503 }) })).toEqual([
      'la version de chiffrement a changé (TLSv1.3 → TLSv1.2)',
      'le serveur répond autrement (200 → 503)',
    ]);
  });

  test('the version of Impact emploi', () => {
    expect(
      compareTests(sampleRecord({}, '3.00.71'), sampleRecord({}, '3.00.72')).map(({ message }) => t(message).replaceAll('\u00a0', ' ')),
    ).toEqual(['la version d’Impact emploi a changé (3.00.71 → 3.00.72)']);
  });

  test.each([
    ['three times as long', 60, 180, []],
    ['more than three times as long', 60, 181, ['l’étape « Chiffrement » est plus lente (60 ms → 181 ms)']],
    ['three times as long, and too short to be noticed', 1, 99, []],
    ['less than a third', 400, 100, ['l’étape « Chiffrement » est plus rapide (400 ms → 100 ms)']],
  ])('a stage that takes %s', (_name, before, after, expected) => {
    const lasting = (ms: number) => ({ each: () => ({ stages: [{ name: 'tls', ok: true, startMs: 0, ms, detail: '' }] }) });
    expect(say(lasting(before), lasting(after))).toEqual(expected);
  });

  test('no time of a stage that failed', () => {
    const lasting = (ok: boolean, ms: number) => ({ each: () => ({ stages: [{ name: 'tls', ok, startMs: 0, ms, detail: '' }] }) });
    expect(say(lasting(true, 10), lasting(false, 9000))).toEqual([]);
  });
});

test('the most telling change comes first, and among like ones that of an address that fails', () => {
  const changes = compare(
    {},
    {
      values: { mode: 'normal' },
      ...behindProxy,
      each: (role) => ({
        ...(role === 'netEntreprises' ? failedAddress() : {}),
        facts: {
          ...sampleAddress(role).facts,
          status: role === 'update' ? 404 : 200,
          route: { proxy: { host: `proxy-${role}`, port: 1, isEncrypted: false }, source: 'pac', detail: '' },
        },
      }),
    },
  );
  expect(changes.map(({ kind, role }) => `${kind} ${role}`)).toEqual([
    'proxy netEntreprises',
    'proxy authentication',
    'proxy update',
    'mode null',
    'status update',
  ]);
});

function certificate({ issuer = 'Autorité A, Certigna', fingerprint = 'A', validTo = '2027-01-01T00:00:00.000Z' }) {
  const [original] = sampleAddress('update').facts.encryption!.chain;
  return { ...original!, issuer, validTo, fingerprint: Array.from({ length: 32 }, () => fingerprint.repeat(2)).join(':') };
}
