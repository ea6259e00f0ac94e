import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from './authority.ts';
import { type Client, createClient } from './client.ts';
import { createAccount, type NetEntreprisesAccount } from './net-entreprises-accounts.ts';
import { NetEntreprisesServer } from './net-entreprises-server.ts';

const dupont = { siret: '12345678200010', nom: 'Dupont', prenom: 'Jeanne', motdepasse: `Été & <hiver> "d'or"` };

function escapeText(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

function identifiants(changes: Partial<Record<string, string>> = {}): string {
  const members = Object.entries({ ...dupont, service: '25', ...changes });
  return `<identifiants>${members.map(([name, value = '']) => `<${name}>${escapeText(value)}</${name}>`).join('')}</identifiants>`;
}

describe('the Net-entreprises server', () => {
  let authority: CertificateAuthority;
  let server: NetEntreprisesServer;
  let account: NetEntreprisesAccount;
  let client: Client;

  beforeEach(async () => {
    authority = await CertificateAuthority.create();
    account = createAccount(dupont);
    server = await NetEntreprisesServer.start({ identity: await authority.issue(), accounts: [account] });
    client = createClient(authority.rootPem);
  });
  afterEach(() => server.close());

  const send = (body: string | Uint8Array = identifiants(), headers: Record<string, string> = {}) =>
    client.send(server.authenticationUrl, { method: 'POST', headers: { 'content-type': 'application/xml', ...headers }, body });

  test('gives a known account a token in base64 and says when it ends', async () => {
    const answer = await send();
    expect(answer).toMatchObject({ status: 200, text: server.tokens[0], headers: { 'content-type': 'application/octet-stream' } });
    expect(answer.text).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const lifetimeMs = Date.parse(String(answer.headers.expires)) - Date.parse(String(answer.headers.date));
    expect(lifetimeMs).toBeGreaterThan(7_190_000);
    expect(lifetimeMs).toBeLessThanOrEqual(7_200_000);
  });

  const unknown = { status: 401, text: '', headers: { 'www-authenticate': 'Basic realm="net-entreprises.fr"' } };

  test.each([
    ['password', { motdepasse: 'autre' }],
    ['password in another case', { motdepasse: dupont.motdepasse.toLowerCase() }],
    ['first name', { prenom: 'Jean' }],
    ['name in another case', { nom: 'DUPONT' }],
    ['SIRET', { siret: '00000000000000' }],
    ['service', { service: '26' }],
  ])('does not tell a wrong %s from another', async (_what, changes) => {
    const answer = await send(identifiants(changes));
    expect(answer).toMatchObject(unknown);
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  test.each([
    ['password-expired', { status: 401, headers: { 'www-authenticate': 'Basic realm="Expiration du mot de passe"' } }],
    ['not-registered', { status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Utilisateur non-inscrit au service"' } }],
    ['locked', { status: 403 }],
  ] as const)('refuses an account that is %s with its own words', async (state, refusal) => {
    account.state = state;
    const answer = await send();
    expect(answer).toMatchObject({ ...refusal, text: '' });
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  test('tells nothing about an expired account to who does not know its password', async () => {
    account.state = 'password-expired';
    expect(await send(identifiants({ motdepasse: 'autre' }))).toMatchObject(unknown);
  });

  test('locks an account at the fifth wrong password, even for who knows the right one', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await send(identifiants({ motdepasse: 'autre' }))).toMatchObject(unknown);
    expect((await send()).status).toBe(403);
  });

  test('forgets wrong passwords once the right one came', async () => {
    for (let attempt = 1; attempt <= 4; attempt += 1) await send(identifiants({ motdepasse: 'autre' }));
    expect((await send()).status).toBe(200);
    expect(account.failures).toBe(0);
  });

  test.each([
    ['no element', '<identifiants/>'],
    ['no body', ''],
    ['another root', identifiants().replaceAll('identifiants', 'identifiant')],
    [
      'another order',
      '<identifiants><nom>Dupont</nom><siret>12345678200010</siret><prenom>J</prenom><motdepasse>x</motdepasse><service>25</service></identifiants>',
    ],
    ['a member missing', identifiants().replace(/<service>.*<\/service>/, '')],
    ['a member too many', identifiants({ courriel: 'x' })],
    ['an attribute', identifiants().replace('<nom>', '<nom type="x">')],
    ['a raw ampersand', identifiants({ nom: 'NOM' }).replace('NOM', 'Dupont & fils')],
    ['an element in a value', identifiants({ nom: 'NOM' }).replace('NOM', '<b>Dupont</b>')],
    ['a comment', identifiants().replace('<nom>', '<!-- --><nom>')],
    ['an entity of its own', `<!DOCTYPE identifiants [<!ENTITY x "y">]>${identifiants({ nom: 'NOM' }).replace('NOM', '&x;')}`],
    ['a reference to no character', identifiants({ nom: 'NOM' }).replace('NOM', '&#x110000;')],
    ['a reference to a forbidden character', identifiants({ nom: 'NOM' }).replace('NOM', 'a&#0;b')],
    ['text after the end', `${identifiants()}x`],
    ['bytes that are not UTF-8', Buffer.from(identifiants({ nom: 'Lefèvre' }), 'latin1')],
    ['a SIRET of 13 digits', identifiants({ siret: '1234567820001' })],
    ['a SIRET of 15 digits', identifiants({ siret: '123456782000100' })],
    ['an empty name', identifiants({ nom: '' })],
    ['a name of 65 characters', identifiants({ nom: 'n'.repeat(65) })],
    ['a first name of 40 characters', identifiants({ prenom: 'p'.repeat(40) })],
    ['a password of 31 characters', identifiants({ motdepasse: 'm'.repeat(31) })],
    ['a service of 3 characters', identifiants({ service: '025' })],
  ])('answers 422 to %s', async (_fault, body) => {
    expect(await send(body)).toMatchObject({ status: 422, text: '' });
  });

  test('takes what is just within the limits', async () => {
    const longest = { siret: '12345678200010', nom: 'n'.repeat(64), prenom: 'p'.repeat(39), motdepasse: '&'.repeat(30) };
    server.accounts.push(createAccount(longest));
    expect((await send(identifiants(longest))).status).toBe(200);
  });

  test('takes an XML declaration, line breaks and character references', async () => {
    const body = identifiants({ nom: 'NOM' }).replaceAll('><', '>\n  <').replace('NOM', '&#68;&#x75;pont');
    expect((await send(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`)).status).toBe(200);
  });

  test.each([
    ['text/xml', 415],
    ['application/json', 415],
    ['application/xml; charset=UTF-8', 200],
  ])('answers a body of type %s with %i', async (type, status) => {
    expect((await send(identifiants(), { 'content-type': type })).status).toBe(status);
  });

  test('refuses a compressed body', async () => {
    expect((await send(gzipSync(identifiants()), { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test.each([
    ['gzip', 200],
    ['br, gzip;q=0.5', 200],
    ['identity', 406],
    ['br', 406],
    ['gzip;q=0, br', 406],
    ['*', 406],
  ])('answers a client that accepts the encodings %s with %i', async (accepted, status) => {
    expect((await send(identifiants(), { 'accept-encoding': accepted })).status).toBe(status);
  });

  test('answers 403 when addressed by a name that is not its own', async () => {
    server.identity = await authority.issue({ hosts: ['services.net-entreprises.fr', 'net-entreprises.example'] });
    expect((await send(identifiants(), { host: 'services.net-entreprises.fr' })).status).toBe(200);
    expect((await send(identifiants(), { host: 'net-entreprises.example' })).status).toBe(403);
  });

  test('answers the access test of its address with a refusal of the method', async () => {
    expect((await client.send(server.authenticationUrl)).status).toBe(405);
    expect((await client.send(server.authenticationUrl.replace('1.0', '9.9'))).status).toBe(404);
  });

  test.each([404, 407, 429, 503])('answers a bare %i when told to', async (status) => {
    server.behaviour.authentication = { kind: 'status', status };
    expect(await send()).toMatchObject({ status, text: '' });
  });

  test('records what reached it, headers and body', async () => {
    await send(identifiants(), { 'user-agent': 'Client-DSN (Boule bleue/0.1.0; Essais)' });
    expect(server.requests).toEqual([
      expect.objectContaining({
        body: identifiants(),
        headers: expect.objectContaining({ 'user-agent': 'Client-DSN (Boule bleue/0.1.0; Essais)' }),
      }),
    ]);
  });
});
