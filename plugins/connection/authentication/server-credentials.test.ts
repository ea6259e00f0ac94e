import { Secret } from 'boule-bleue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { ConnectionBench } from '../../../test/support/connection-bench.ts';
import { basicAuthorization } from './server-credentials.ts';

let bench: ConnectionBench;
beforeEach(async () => {
  bench = await ConnectionBench.start();
  await bench.activate();
  await vi.waitFor(() => expect(bench.ball).toBe('connected'), { timeout: 5000 });
});
afterEach(() => bench[Symbol.asyncDispose]());

const withCredentials = (url: string, credentials = 'dupont:s3cret') => url.replace('://', `://${credentials}@`);
const authorizations = () =>
  bench.impactEmploi.requests.filter(({ path }) => path === '/authentification').map(({ headers }) => headers.authorization);
const saveAuthentication = (address: string) => bench.run('connection.save', { servers: { authentication: address } });
/** All that others than the sealed store get to see. */
const told = () =>
  JSON.stringify([bench.panels.history, bench.log.lines, bench.notifications.shown, bench.contextKeys.values, bench.state, bench.settings]);

test('pasted within an address they are sealed apart, told, and sent with the authentication', async () => {
  const url = bench.impactEmploi.authenticationUrl;
  const answer = await saveAuthentication(withCredentials(url, 'dupont:%C3%89t%C3%A9'));
  expect(answer).toMatchObject({ saved: true, corrections: [{ key: 'corrected.credentials' }] });
  expect(await bench.settings.get('connection.servers.authentication')).toBe(url);
  expect(bench.state.credentialRoles).toEqual(['authentication']);
  await vi.waitFor(() => expect(authorizations()).toHaveLength(2));
  expect(authorizations()).toEqual([undefined, `Basic ${Buffer.from('dupont:Été').toString('base64')}`]);
  expect(told()).not.toMatch(/dupont|Été|ZHVwb250/);
});

test('from the panel they come as secrets of their own', async () => {
  await bench.run('connection.save', { credentials: { authentication: new Secret('dupont:s3cret') } });
  expect(await bench.secrets.list()).toEqual(['server-credentials.authentication']);
  expect(bench.state.credentialRoles).toEqual(['authentication']);
  expect(told()).not.toContain('s3cret');
});

test.each(['update', 'netEntreprises'])(
  'those for %s, whose server nothing would send them to, are told and kept nowhere',
  async (role) => {
    const answer = await bench.run('connection.save', { servers: { [role]: withCredentials(bench.impactEmploi.updatesUrl) } });
    expect(answer).toMatchObject({ saved: true, corrections: [{ key: 'corrected.credentials-unused' }] });
    expect(await bench.secrets.list()).toEqual([]);
    expect(told()).not.toContain('s3cret');
  },
);

test('they are sent to no other origin, and a change of it forgets them, by whichever way it comes', async () => {
  const url = bench.impactEmploi.authenticationUrl;
  await saveAuthentication(withCredentials(url));
  await bench.settings.update({ 'connection.servers.authentication': url.replace('127.0.0.1', 'localhost') });
  await vi.waitFor(async () => expect(await bench.secrets.list()).toEqual([]));
  await bench.settings.update({ 'connection.servers.authentication': url });
  await vi.waitFor(() => expect(bench.state.values.servers.authentication).toBe(url));
  await bench.run('connection.authenticate');
  expect(authorizations().at(-1)).toBeUndefined();
});

test('a save that changes the path keeps them, one that changes the server forgets them', async () => {
  const url = bench.impactEmploi.authenticationUrl;
  await saveAuthentication(withCredentials(url));
  await saveAuthentication(`${url}/ailleurs`);
  expect(await bench.secrets.list()).toEqual(['server-credentials.authentication']);
  await saveAuthentication('https://127.0.0.1:1');
  expect(await bench.secrets.list()).toEqual([]);
});

test('an access test sends none, and keeps none', async () => {
  const url = bench.impactEmploi.authenticationUrl;
  await bench.run('connection.test', { servers: { authentication: withCredentials(url) } });
  expect(bench.impactEmploi.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  expect(await bench.secrets.list()).toEqual([]);
  expect(told()).not.toContain('s3cret');
});

test('nothing sends them in the open', async () => {
  await bench.run('connection.save', { mode: 'normal' });
  bench.impactEmploi.transport = 'plain-http';
  const before = bench.impactEmploi.requests.length;
  await saveAuthentication(withCredentials(bench.impactEmploi.authenticationUrl.replace('https', 'http')));
  await vi.waitFor(() => expect(bench.state.status.reason?.key).toBe('authentication.without-encryption'));
  expect(bench.impactEmploi.requests.slice(before)).toEqual([]);
});

test('that the server refuses are told as such, as something that trying again does not mend', async () => {
  bench.impactEmploi.behaviour.authentication = { kind: 'status', status: 401 };
  await saveAuthentication(withCredentials(bench.impactEmploi.authenticationUrl));
  await vi.waitFor(() => expect(bench.state.status.state).toBe('failed'));
  expect(bench.state.status).toMatchObject({ cause: null, reason: { key: 'authentication.credentials-refused' } });
});

test('on demand they are forgotten, and the authentication goes on without', async () => {
  await saveAuthentication(withCredentials(bench.impactEmploi.authenticationUrl));
  await vi.waitFor(() => expect(authorizations()).toHaveLength(2));
  await bench.run('connection.forget-credentials', { role: 'authentication' });
  expect(await bench.secrets.list()).toEqual([]);
  expect(bench.state.credentialRoles).toEqual([]);
  await vi.waitFor(() => expect(authorizations()).toHaveLength(3));
  expect(authorizations().at(-1)).toBeUndefined();
});

test('those of a proxy become its user and its sealed password', async () => {
  const proxy = bench.own(await ProxyServer.start({ behaviour: { kind: 'basic', user: 'dupont', password: 's3cret' } }));
  const args = { type: 'proxy', proxy: { host: `http://dupont:s3cret@${proxy.host}:${proxy.port}` } };
  expect(await bench.run('connection.test', args)).toMatchObject({ ok: true });
  await bench.run('connection.save', args);
  expect(bench.state.values.proxy).toEqual({ host: proxy.host, port: proxy.port, user: 'dupont' });
  expect(bench.state.hasProxyPassword).toBe(true);
  await vi.waitFor(() => expect(bench.ball).toBe('connected'), { timeout: 5000 });
  expect(told()).not.toContain('s3cret');
});

test('the header is RFC 7617’s', async () => {
  expect(await basicAuthorization(new Secret('Aladdin:open sesame'))).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  expect(await basicAuthorization(new Secret('test:123£'))).toBe('Basic dGVzdDoxMjPCow==');
});

test.each(['dupont:s3cret', '{"origin":"s3cret"}', 'null'])(
  'what is sealed but of no known shape is nothing, and not told: %s',
  async (sealed) => {
    await bench.secrets.set('server-credentials.authentication', new Secret(sealed));
    await bench.secrets.set('proxy-password', new Secret(sealed));
    expect(await bench.run('connection.authenticate')).toMatchObject({ ok: true });
    expect(authorizations().at(-1)).toBeUndefined();
    expect(bench.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
    expect(told()).not.toContain('s3cret');
  },
);
