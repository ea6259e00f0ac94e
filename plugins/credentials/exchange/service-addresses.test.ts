import { expect, test } from 'vitest';
import { MemorySettings } from '../../../test/support/memory-services/index.ts';
import manifest from '../package.json';
import { generalAddresses, readServiceAddresses } from './service-addresses.ts';

const agricole = {
  deposit: 'https://depot.dsnra.net-entreprises.fr/deposer-dsn/2.0/',
  consultation: 'https://consultation.dsnra.net-entreprises.fr',
};

test('the defaults are those of the manifest', () => {
  const { properties } = manifest.contributes.configuration[0] as { properties: Record<string, { default: unknown }> };
  expect(properties['netEntreprises.services.depot']?.default).toBe(generalAddresses.deposit);
  expect(properties['netEntreprises.services.consultation']?.default).toBe(generalAddresses.consultation);
});

test.each([
  ['general', {}, generalAddresses],
  ['agricole', {}, agricole],
  [
    'agricole',
    { 'netEntreprises.services.depot': generalAddresses.deposit, 'netEntreprises.services.consultation': generalAddresses.consultation },
    agricole,
  ],
  [
    'agricole',
    { 'netEntreprises.services.consultation': 'https://consultation.dsnrg.example' },
    { ...agricole, consultation: 'https://consultation.dsnrg.example' },
  ],
])('the scheme %s with %j has the services %j', async (scheme, set, addresses) => {
  expect(await readServiceAddresses(new MemorySettings({ 'netEntreprises.scheme': scheme, ...set }))).toEqual(addresses);
});

test('the services of both schemes are among the plugin’s permissions', () => {
  const origins: readonly string[] = manifest.permissions.network;
  for (const address of Object.values(agricole)) expect(origins).toContain(new URL(address).origin);
  expect(origins).toContain(['$', '{config:netEntreprises.services.depot}'].join(''));
});
