import type { ProbeRoute } from 'boule-bleue';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import fr from './locales/fr.json' with { type: 'json' };
import type { ServerRole } from './values/connection-values.ts';
import { describeWay, describeWays } from './way-found.ts';

const proxy = { host: 'proxy.agence.fr', port: 3128, isEncrypted: false };

test.each<[ProbeRoute, string]>([
  [{ proxy, source: 'settings', detail: '' }, 'Choisi : proxy http://proxy.agence.fr:3128.'],
  [{ proxy: null, source: 'loopback', detail: '' }, 'Trouvé : connexion directe (l’adresse est celle de ce poste).'],
  [{ proxy: null, source: 'environment', detail: 'NO_PROXY' }, 'Trouvé : connexion directe (variable d’environnement NO_PROXY).'],
  [{ proxy, source: 'system', detail: '' }, 'Trouvé : proxy http://proxy.agence.fr:3128 (paramètres du système).'],
  [
    { proxy: null, source: 'system', detail: '' },
    'Trouvé : connexion directe (aucun proxy dans les paramètres du système pour cette adresse).',
  ],
  [
    { proxy: { ...proxy, isEncrypted: true }, source: 'pac', detail: 'http://a/proxy.pac' },
    'Trouvé : proxy https://proxy.agence.fr:3128 (script de configuration http://a/proxy.pac).',
  ],
  [
    { proxy: { host: '::1', port: 1080, isEncrypted: false, protocol: 'socks5' }, source: 'wpad', detail: 'http://wpad/wpad.dat' },
    'Trouvé : proxy socks5://[::1]:1080 (script de configuration trouvé sur le réseau : http://wpad/wpad.dat).',
  ],
  [{ proxy: null, source: 'wpad', detail: '' }, 'Trouvé : connexion directe (script de configuration trouvé sur le réseau).'],
  [{ proxy: null, source: 'unreadable', detail: '' }, 'Paramètres du système illisibles ; à défaut : connexion directe.'],
  [
    { proxy: null, source: 'unreadable', detail: 'http://a/proxy.pac' },
    '« http://a/proxy.pac » est inutilisable ; à défaut : connexion directe.',
  ],
  [
    { proxy: null, source: 'pac', detail: 'http://a/p.pac', unreached: ['un:1', 'deux:2'] },
    'Trouvé : connexion directe, car les proxys un:1, deux:2 ne sont pas joints (script de configuration http://a/p.pac).',
  ],
])('%j is said in a sentence', (route, sentence) => {
  expect(inFrench(describeWay(route)).replaceAll('\u00a0', ' ')).toBe(sentence);
});

const direct: ProbeRoute = { proxy: null, source: 'system', detail: '' };
const through: ProbeRoute = { proxy, source: 'system', detail: '' };
const withRoute = (role: ServerRole, route?: ProbeRoute) => ({ role, facts: { questions: [], ...(route && { route }) } });

test('addresses that go the same way are told of once', () => {
  expect(describeWays([withRoute('authentication', through), withRoute('update'), withRoute('netEntreprises', through)])).toEqual([
    describeWay(through),
  ]);
});

test('addresses that go different ways are each told of', () => {
  expect(describeWays([withRoute('authentication', through), withRoute('update', direct)]).map(inFrench)).toEqual([
    "Adresse du serveur d'authentification – Trouvé : proxy http://proxy.agence.fr:3128 (paramètres du système).",
    'Adresse du serveur de mise à jour – Trouvé : connexion directe (aucun proxy dans les paramètres du système pour cette adresse).',
  ]);
});

test('nothing is told where nothing was found', () => {
  expect(describeWays([withRoute('update')])).toEqual([]);
});

function inFrench({ key, args = {} }: ReturnType<typeof describeWay>): string {
  const values = Object.entries(args).map(([name, value]) => [name, typeof value === 'object' ? inFrench(value) : value] as const);
  return String(new IntlMessageFormat(fr[key as keyof typeof fr], 'fr').format(Object.fromEntries(values)));
}
