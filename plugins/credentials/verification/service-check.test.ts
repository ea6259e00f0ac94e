import { Secret } from 'boule-bleue';
import { expect, test } from 'vitest';
import { MemorySettings } from '../../../test/support/memory-services/index.ts';
import { ScriptedPortal } from '../../../test/support/memory-services/scripted-portal.ts';
import { NetEntreprisesExchange } from '../exchange/net-entreprises-exchange.ts';
import { NetEntreprisesServices } from '../exchange/net-entreprises-services.ts';
import { ServiceCheck } from './service-check.ts';

const credentials = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise', password: 'Azerty1' };
const renewed = { status: 200, body: btoa('another token of the portal!') };
const invalid = { status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Jeton manquant ou invalide"' } };
const ended = { status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Expiration du jeton"' } };
const { signal } = new AbortController();

function setUp() {
  const clock = { now: Date.UTC(2026, 10, 23, 12) };
  const portal = new ScriptedPortal();
  const settings = new MemorySettings();
  const now = () => clock.now;
  const services = new NetEntreprisesServices(portal, settings, '1.0.0', now);
  const exchange = new NetEntreprisesExchange(portal, settings, '1.0.0', now);
  const check = new ServiceCheck(services, now);
  const run = (of = credentials) => check.check(of, new Secret('dG9rZW4='), () => exchange.authenticate(of, signal), signal);
  const searches = () => portal.furtherRequests.filter(({ url }) => url.includes('lister-retours'));
  return { clock, portal, settings, searches, run };
}

const expiring = (clock: { now: number }, ms: number) => ({
  headers: { date: new Date(clock.now).toUTCString(), expires: new Date(clock.now + ms).toUTCString() },
});

test.each([invalid, ended])('a token that is refused is renewed once, and the question asked once more', async (refusal) => {
  const { portal, searches, run } = setUp();
  portal.answers.push(renewed);
  portal.furtherAnswers.returns = [refusal];
  expect(await run()).toMatchObject({ returns: { outcome: { kind: 'answered' } }, renewal: { kind: 'accepted' } });
  expect(portal.requests).toHaveLength(1);
  expect(searches().map(({ headers }) => headers?.authorization)).toEqual(['DSNLogin jeton=dG9rZW4=', `DSNLogin jeton=${renewed.body}`]);
});

test('a token that is refused again is renewed no more', async () => {
  const { portal, searches, run } = setUp();
  portal.answers.push(renewed);
  portal.furtherAnswers.returns = [ended, invalid];
  expect(await run()).toMatchObject({ returns: { outcome: { kind: 'token-invalid' } } });
  expect([portal.requests.length, searches().length]).toEqual([1, 2]);
});

test('a renewal that fails ends the question', async () => {
  const { portal, searches, run } = setUp();
  portal.answers.push({ status: 503 });
  portal.furtherAnswers.returns = [ended];
  expect(await run()).toMatchObject({ returns: { outcome: { kind: 'token-expired' } }, renewal: { kind: 'unavailable' } });
  expect(searches()).toHaveLength(1);
});

test('what a service said is repeated until it lets itself be asked again', async () => {
  const { clock, portal, searches, run } = setUp();
  const asked = clock.now;
  portal.furtherAnswers.returns = [expiring(clock, 120_000)];
  expect((await run()).returns).not.toHaveProperty('rememberedFrom');
  clock.now += 119_000;
  expect((await run()).returns).toMatchObject({ outcome: { kind: 'answered', askAgainAt: asked + 120_000 }, rememberedFrom: asked });
  expect(searches()).toHaveLength(1);
  clock.now += 1_000;
  expect((await run()).returns).not.toHaveProperty('rememberedFrom');
  expect(searches()).toHaveLength(2);
});

test('a service that asks for patience is not asked again before', async () => {
  const { clock, portal, searches, run } = setUp();
  portal.furtherAnswers.returns = [{ status: 429, ...expiring(clock, 60_000) }];
  for (let attempt = 0; attempt < 3; attempt += 1) expect((await run()).returns.outcome).toMatchObject({ kind: 'too-many' });
  expect(searches()).toHaveLength(1);
});

test('another declarant, and another service, are asked', async () => {
  const { clock, portal, settings, searches, run } = setUp();
  portal.furtherAnswers.returns = [expiring(clock, 120_000), expiring(clock, 120_000)];
  await run();
  await run({ ...credentials, firstName: 'Anne' });
  await settings.update({ 'netEntreprises.scheme': 'agricole' });
  await run();
  expect(searches().map(({ url }) => new URL(url).host)).toEqual([
    'consultation.dsnrg.net-entreprises.fr',
    'consultation.dsnrg.net-entreprises.fr',
    'consultation.dsnra.net-entreprises.fr',
  ]);
});
