import { expect, test } from 'vitest';
import { readReturns } from './read-returns.ts';

const item = { publication: '20261123140509', production: '20261123140000', nature: '94', statut: 'OK', url: 'https://a.example' };
const found = { flow: 'f1', published: '20261123140509', nature: '94', status: 'OK' };

test.each<[string, unknown]>([
  ['as documented', { retours: { flux: [{ id: 'f1', retour: [item] }] } }],
  ['with items in place of lists of one', { retours: { flux: { id: 'f1', retour: item } } }],
  ['without root', { flux: [{ id: 'f1', retour: item }] }],
  ['with capitals', { Retours: { Flux: [{ Id: 'f1', Retour: [{ Publication: item.publication, Nature: '94', Statut: 'OK' }] }] } }],
  ['with a number for a text', { retours: { flux: [{ id: 'f1', retour: [{ ...item, nature: 94 }] }] } }],
])('a list is read %s', (_how, body) => {
  expect(readReturns(JSON.stringify(body))).toEqual([found]);
});

test.each(['{}', '{"retours":null}', '{"retours":{}}', '{"retours":{"flux":[]}}'])('%s is an empty list', (body) => {
  expect(readReturns(body)).toEqual([]);
});

test.each(['', '<html></html>', '[]', '"retours"', '{"depots":{}}'])('%s is none', (body) => {
  expect(readReturns(body)).toBeUndefined();
});

test('members that are missing, or of another type, are empty; what is no return is left out', () => {
  expect(readReturns('{"retours":{"flux":[{"retour":[{"nature":{}},"x",null]},3]}}')).toEqual([
    { flow: '', published: '', nature: '', status: '' },
  ]);
});
