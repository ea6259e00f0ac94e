/** What was typed to stay secret, looked for everywhere after everything failed that can. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ProxyServer } from '../../servers/proxy-server.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, Office, runCommandLine } from '../office.ts';
import { findSecrets, readDocument, readFolder } from './secret-traces.ts';

const secrets = {
  'the password of the proxy': 'Mandataire&<"é+/?>~1',
  'the password of Net-entreprises': 'Portail%"<É>&ç+/=0',
  'the password of Impact emploi': 'Salarié@<">\\&+/%9',
};

const box = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function failThroughProxy({ page }: Office): Promise<void> {
  await box(page, 'Utilisateur du proxy').fill('agent');
  await box(page, 'Mot de passe du proxy').fill(secrets['the password of the proxy']);
  await press(page, "Tester l'accès aux serveurs");
  await expect.poll(() => page.getByRole('img', { name: /^Échec : .*proxy/i }).count(), { timeout: 25_000 }).toBe(3);
  await press(page, 'Enregistrer');
}

async function typeCredentials({ page }: Office): Promise<void> {
  await page.getByRole('tab', { name: 'Impact emploi', exact: true }).click();
  await box(page, 'Mot de passe').fill(secrets['the password of Impact emploi']);
  await box(page, 'Confirmer').fill(secrets['the password of Impact emploi']);
  await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
  await box(page, 'SIRET').fill(dupont.siret);
  await box(page, 'Nom').fill(dupont.nom);
  await box(page, 'Prénom').fill(dupont.prenom);
  await box(page, 'Mot de passe Net-entreprises').fill(secrets['the password of Net-entreprises']);
}

async function verify({ page }: Office, sentence: RegExp): Promise<void> {
  await press(page, 'Vérifier et tester les connexions');
  await expectVisible(page.getByRole('list', { name: 'Vérifications' }).getByRole('img', { name: sentence }), 25_000);
}

/** Everything that the window was sent, asked for and wrote. */
function recordWindow(page: Page): Map<string, string> {
  const seen = new Map<string, string>();
  const note = (place: string, text: string) => seen.set(place, `${seen.get(place) ?? ''}\n${text}`);
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => note('what the host sent', String(payload))));
  page.on('request', (request) => note('addresses asked for', request.url()));
  page.on('console', (message) => note('the console', message.text()));
  return seen;
}

/** Each way in which the portal can fail, one of them with the password in its answer. */
async function failAtThePortal(office: Office): Promise<void> {
  const { behaviour } = office.netEntreprises;
  const reflected = encodeURIComponent(secrets['the password of Net-entreprises']);
  behaviour.authentication = { kind: 'redirect', location: `https://ailleurs.example/?motdepasse=${reflected}` };
  await verify(office, /renvoyée/i);
  behaviour.authentication = { kind: 'reset' };
  await verify(office, /^Échec : .*(interrompu|répon|joi)/i);
  behaviour.authentication = 'normal';
  await verify(office, /^Échec : .*refus/i);
}

/** Everything that others might come to read. */
async function gather(office: Office): Promise<Map<string, Buffer | string>> {
  const { page, product } = office;
  const contents = new Map<string, Buffer | string>([['the document', await readDocument(page)]]);
  await page.reload();
  await expectVisible(office.ball('échec de la connexion'));
  contents.set('the document once it was loaded again', await readDocument(page));
  const storage = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]);
  contents.set('the window’s storage', await page.evaluate(storage));
  for (const args of [
    ['run', 'connection.test', '--json'],
    ['run', 'credentials.test', '--json'],
    ['settings', 'list', '--json'],
  ]) {
    const { stdout, stderr } = await runCommandLine(product.dataFolder, args).catch((failure) => failure);
    contents.set(`the answer to ${args.join(' ')}`, stdout + stderr);
  }
  for (const [path, bytes] of await readFolder(product.dataFolder)) contents.set(path, bytes);
  const ending = await product.stop();
  contents.set('stdout', ending.stdout).set('stderr', ending.stderr);
  for (const [path, bytes] of await readFolder(product.dataFolder)) contents.set(`${path} after the end`, bytes);
  return contents;
}

it('no secret is anywhere but sealed, after everything failed', async () => {
  await using proxy = await ProxyServer.start({ behaviour: { kind: 'basic', user: 'agent', password: 'another' } });
  await using office = await Office.open({
    settings: () => ({ 'connection.type': 'proxy', 'connection.proxy.host': '127.0.0.1', 'connection.proxy.port': String(proxy.port) }),
    options: ['--log-level', 'trace', '--verbose'],
  });
  const { page, netEntreprises, impactEmploi } = office;
  const seen = recordWindow(page);
  await page.reload();

  await office.choose('échec de la connexion', 'Paramètres de connexion');
  await failThroughProxy(office);
  await office.choose('échec de la connexion', 'Administrer', 'Comptes utilisateurs');
  await typeCredentials(office);
  await verify(office, /proxy/i);
  proxy.behaviour = { kind: 'basic', user: 'agent', password: secrets['the password of the proxy'] };
  await office.choose('échec de la connexion', "Relancer l'authentification auprès du serveur");
  await expectVisible(office.ball('connecté'));
  await failAtThePortal(office);
  await press(page, 'Enregistrer');
  await expectVisible(page.getByText(/reconnectez[- ]vous/i));
  impactEmploi.behaviour.authentication = { kind: 'garbage' };
  await office.choose('connecté', "Relancer l'authentification auprès du serveur");
  await expectVisible(office.ball('échec de la connexion'));

  await office.choose('échec de la connexion', "Contacter l'assistance");
  await expect.poll(() => seen.get('what the host sent')).toContain('mailto:');

  const contents = new Map([...(await gather(office)), ...seen]);
  const received = { 'the key of the password of the day': impactEmploi.cleAssistance, 'a token': impactEmploi.tokens[0] ?? '' };
  expect(received['a token']).not.toBe('');
  expect(findSecrets(contents, { ...secrets, ...received })).toEqual([]);
  const atThePortal = new Map([['the portal', JSON.stringify(netEntreprises.requests)]]);
  expect(findSecrets(atThePortal, secrets)).toEqual(['the password of Net-entreprises in the portal, as XML']);
});

it.each([0, 1, 2, 3])('a secret is found in base64, %i bytes behind its start', (place) => {
  const encoded = Buffer.from(`${'.'.repeat(place)}${secrets['the password of the proxy']}..`).toString('base64');
  expect(findSecrets(new Map([['it', encoded]]), secrets)).not.toEqual([]);
});
