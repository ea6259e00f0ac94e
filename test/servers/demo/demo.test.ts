import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ProxyAgent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from './demo.ts';
import { demoAccounts } from './demo-accounts.ts';

/** Sends one request to an address as the guides print it, by the demonstration's address book and trust. */
async function send(demo: Demo, address: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const url = new URL(address);
  const [host = '', port = ''] = demo.addressBook.get(`${url.hostname}:${url.port || 443}`)?.split(':') ?? [];
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; challenge: string | undefined; text: string }>();
  const createConnection = () => connectTls({ host, port: Number(port), servername: url.hostname, ca: demo.authorityPem });
  const outgoing = requestHttps(url, { method: options.method, headers: options.headers, createConnection }, async (answer) => {
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) text += piece;
    resolve({ status: answer.statusCode, challenge: answer.headers['www-authenticate'], text });
  });
  outgoing.on('error', reject).end(options.body);
  return promise;
}

describe('the demonstration', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  test('begins with the addresses from before the change, where nobody serves any more', async () => {
    const old = new URL(demo.settings['connection.servers.authentication'] ?? '');
    const [host, port] = demo.addressBook.get(`${old.hostname}:80`)?.split(':') ?? [];
    const answer = await request(`http://${host}:${port}/authentification`, { method: 'POST', headers: { host: old.hostname } });
    expect(answer).toMatchObject({ statusCode: 301, headers: { location: 'https://impact-emploi.urssaf.fr/authentification' } });
  });

  test('answers at the three addresses that the guide prints', async () => {
    expect((await send(demo, 'https://impact-emploi.urssaf.fr')).status).toBe(200);
    expect((await send(demo, 'https://impact-emploi.urssaf.fr/updates')).status).toBe(200);
    expect((await send(demo, 'https://services.net-entreprises.fr/authentifier/1.0/')).status).toBe(405);
  });

  const authenticate = (installation: string | undefined) =>
    send(demo, 'https://impact-emploi.urssaf.fr/authentification', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ installation, version: '3.00.72' }),
    });

  test('authorises its installation, and refuses two others in the two ways of the guide', async () => {
    expect((await authenticate(demo.settings['impactEmploi.installation'])).status).toBe(200);
    expect(JSON.parse((await authenticate('DEMO-REFUSEE')).text).motif).toBe('autorisation-refusee');
    expect(JSON.parse((await authenticate('DEMO-INCONNUE')).text).motif).toBe('licence-inconnue');
  });

  const expected = {
    active: [200, undefined],
    'password-expired': [401, 'Basic realm="Expiration du mot de passe"'],
    'not-registered': [401, 'DSNLogin realm="Utilisateur non-inscrit au service"'],
    locked: [403, undefined],
  } as const;

  test.each(demoAccounts)('lets $lastName find the account $outcome', async ({ siret, lastName, firstName, password, outcome }) => {
    const body = `<identifiants><siret>${siret}</siret><nom>${lastName}</nom><prenom>${firstName}</prenom><motdepasse>${password}</motdepasse><service>25</service></identifiants>`;
    const { status, challenge } = await send(demo, 'https://services.net-entreprises.fr/authentifier/1.0/', {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body,
    });
    expect([status, challenge]).toEqual(expected[outcome]);
  });

  test('gives only accounts whose SIRET nobody would warn about', () => {
    const digitSum = (digits: string) =>
      [...digits]
        .reverse()
        .reduce((sum, digit, index) => sum + [...String(Number(digit) * (1 + (index % 2)))].reduce((a, b) => a + Number(b), 0), 0);
    for (const { siret } of demoAccounts) expect([digitSum(siret) % 10, digitSum(siret.slice(0, 9)) % 10]).toEqual([0, 0]);
  });

  test('leads through its proxy to its own servers', async () => {
    const [, host, port, user, password] =
      /Proxy à essayer\u00A0: (\S+), port (\d+), utilisateur (\S+), mot de passe (\S+)/.exec(demo.describe('fr')) ?? [];
    const token = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const dispatcher = new ProxyAgent({ uri: `http://${host}:${port}`, token, requestTls: { ca: demo.authorityPem } });
    expect((await request('https://impact-emploi.urssaf.fr/updates', { dispatcher })).statusCode).toBe(200);
    await dispatcher.destroy();
  });

  test.each(['fr', 'en'] as const)('tells in %s all that one needs to try it', (language) => {
    const text = demo.describe(language);
    for (const { siret, lastName, firstName, password } of demoAccounts)
      expect(text).toContain(`${siret}, ${lastName}, ${firstName}, ${password}`);
    expect(text).toContain(demo.passwordOfTheDay());
    expect(text).toContain('DEMO-REFUSEE');
  });

  test('tells the password of the day of the day it is asked', () => {
    const [monday, tuesday] = [new Date('2026-01-05T12:00:00Z'), new Date('2026-01-06T12:00:00Z')];
    expect(demo.describe('fr', monday)).toContain(demo.passwordOfTheDay(monday));
    expect(demo.describe('fr', tuesday)).not.toContain(demo.passwordOfTheDay(monday));
  });

  test('leaves nothing listening', async () => {
    const other = await startDemo();
    await other[Symbol.asyncDispose]();
    for (const target of new Set(other.addressBook.values())) {
      const [host, port] = target.split(':');
      const { promise, resolve } = Promise.withResolvers<unknown>();
      connect(Number(port), host)
        .on('error', resolve)
        .on('connect', () => resolve('still there'));
      expect(await promise).toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});
