import { expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { Localizer } from '../../../core/l10n/localizer.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import english from '../../locales/en.json' with { type: 'json' };
import french from '../../locales/fr.json' with { type: 'json' };
import { shellManifest } from '../../shell-manifest.ts';
import { permissionItems } from './permission-items.ts';

const originOf = (setting: string) => `\${config:${setting}}`;

const other = manifestOf('other', {
  displayName: '%name%',
  contributes: {
    commands: [{ command: 'other.act', title: '%act%' }],
    hooks: [{ id: 'other.onAct', kind: 'series', description: '%onAct%' }],
  },
});
const asking: Permissions = {
  hooks: ['other.onAct', 'network.route', 'gone.hook'],
  commands: ['other.act', 'gone.act'],
  openExternal: true,
  dialogs: true,
  notifications: true,
  settings: ['impactEmploi.version'],
  files: true,
  accounts: true,
  secrets: true,
  networkProbe: true,
  privateNetwork: true,
  network: ['https://a.example', originOf('some.server'), originOf('gone')],
};
const configuration = [{ title: '', properties: { 'some.server': { type: 'string', default: 'https://b.example:8443/path' } } }];
const some = manifestOf('some', { permissions: asking, contributes: { configuration } });

const strings = { name: 'Autre', act: 'Agir', onAct: 'On vient d’agir.' };
const localizer = new Localizer(
  new Map([
    ['shell', { fr: french, en: english }],
    ['other', { fr: strings, en: { ...strings, act: 'Act' } }],
  ]),
);

function itemsOf(manifest: Manifest, granted: Permissions, settings: Readonly<Record<string, string>> = {}) {
  const names = { manifests: () => [shellManifest, other], settingValue: (key: string) => settings[key] };
  return permissionItems(manifest, granted, names);
}

test('says in French what each permission means, by group', () => {
  const items = itemsOf(some, {});
  expect(items.map(({ group, sentence }) => `${group}: ${localizer.format(sentence, 'fr', 'shell')}`)).toEqual([
    'network: Échanger des données avec https://a.example',
    'network: Échanger des données avec b.example:8443, l’adresse du réglage some.server',
    'network: Échanger des données avec l’adresse du réglage gone, vide pour le moment',
    'network: Joindre ce poste et les appareils de votre réseau local (serveurs, imprimantes…)',
    'network: Contacter n’importe quelle adresse d’Internet pour voir si elle répond ; ce qui est écrit dans l’adresse part avec la demande',
    'data: Conserver des mots de passe qui lui sont propres (chiffrés)',
    'data: Lire les noms des comptes (jamais leurs mots de passe)',
    'data: Lire les fichiers que vous choisissez, un par un, et vous proposer des fichiers à enregistrer',
    'data: Lire le réglage impactEmploi.version',
    'extensions: Exécuter la commande « Agir » de l’extension « Autre »',
    'extensions: Exécuter la commande gone.act d’une extension qui n’est pas installée',
    'extensions: Prendre part à ce que fait l’extension « Autre » : On vient d’agir.',
    'extensions: Décider par quel chemin (proxy ou non) tous vos échanges quittent ce poste',
    'extensions: Prendre part à gone.hook, d’une extension qui n’est pas installée',
    'window: Vous montrer des notifications',
    'window: Vous poser des questions, et vous demander de saisir des mots de passe',
    'window: Ouvrir des pages dans votre navigateur et des messages dans votre messagerie',
  ]);
});

test('says it in English too', () => {
  const sentences = itemsOf(some, {}).map(({ sentence }) => localizer.format(sentence, 'en', 'shell'));
  expect(sentences).toContain('Run the command “Act” of the plugin “Autre”');
  expect(sentences.filter((sentence) => sentence.startsWith('permission.'))).toEqual([]);
});

test('tells which are granted', () => {
  const granted = { network: ['https://a.example'], secrets: true, commands: ['gone.act'] };
  const items = itemsOf(some, granted).filter(({ isGranted }) => isGranted);
  expect(items.map(({ permission, subject }) => [permission, subject])).toEqual([
    ['network', 'https://a.example'],
    ['secrets', null],
    ['commands', 'gone.act'],
  ]);
});

test('names the address that a setting holds now, not the one it began with', () => {
  const [, item] = itemsOf(some, {}, { 'some.server': 'http://192.168.1.4/x' });
  expect(item?.sentence.args).toEqual({ setting: 'some.server', host: '192.168.1.4' });
});

test.each([
  ['network', 'https://a.example', 'd’échanger avec https://a.example'],
  ['network', 'network', 'd’échanger avec l’extérieur'],
  ['privateNetwork', '10.0.0.1', 'de joindre 10.0.0.1, sur ce poste ou son réseau'],
  ['commands', 'other.act', 'd’exécuter la commande other.act'],
  ['openExternal', 'window', 'd’ouvrir des pages hors de la fenêtre'],
  ['openExternal', 'file:', 'd’ouvrir ce genre d’adresse (file:) hors de la fenêtre'],
  ['secrets', 'secrets', 'de conserver des mots de passe'],
])('a refusal of %s %s is told in words for clerks', (permission, subject, words) => {
  const { sentence } = new ShellError('permission.denied', { plugin: 'some', permission, subject });
  expect(localizer.format(sentence, 'fr', 'shell')).toContain(`L’extension some n’a pas le droit ${words}. Si vous lui faites confiance`);
  expect(localizer.format(sentence, 'en', 'shell')).toMatch(/^Plugin some may not .+\. If you trust it/);
});
