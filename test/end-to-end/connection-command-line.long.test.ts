import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CertificateAuthority } from '../servers/authority.ts';
import { ImpactEmploiServer } from '../servers/impact-emploi-server.ts';
import { MisbehavingServer } from '../servers/misbehaving-server.ts';
import { NetEntreprisesServer } from '../servers/net-entreprises-server.ts';
import { ProxyServer } from '../servers/proxy-server.ts';
import { startCommandLine } from '../support/command-line.ts';
import { isolationOptions } from '../support/started-product.ts';
import { stretched } from '../support/time-bounds.ts';

let impactEmploi: ImpactEmploiServer;
let netEntreprises: NetEntreprisesServer;
let authorityFolder: string;
let folder: string;

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  impactEmploi = await ImpactEmploiServer.start({ identity: await authority.issue() });
  netEntreprises = await NetEntreprisesServer.start({ identity: await authority.issue() });
  authorityFolder = await mkdtemp(join(tmpdir(), 'authority-'));
  await writeFile(join(authorityFolder, 'root.pem'), authority.rootPem);
});
afterAll(async () => {
  await Promise.all([impactEmploi.close(), netEntreprises.close()]);
  await rm(authorityFolder, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connection-command-line-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the command line, with something on its standard input, on a folder where no host runs. */
function start(args: readonly string[], input = '') {
  const env = { NODE_EXTRA_CA_CERTS: join(authorityFolder, 'root.pem') };
  return startCommandLine([...args, '--data-dir', join(folder, 'data'), ...isolationOptions()], { input, env });
}

const servers = () => ({
  authentication: impactEmploi.authenticationUrl,
  update: impactEmploi.updatesUrl,
  netEntreprises: netEntreprises.authenticationUrl,
});
const testWith = (values: object, ...options: readonly string[]) =>
  start(['run', 'connection.test', '--args', '-', ...options], JSON.stringify(values)).ended;
const addressMembers = ['role', 'url', 'ok', 'cause', 'sentence', 'actor', 'next', 'ms', 'stages'];

test('the JSON has the members of the contract and no others, in French unless asked otherwise', async () => {
  const values = { type: 'direct', mode: 'securise', servers: { ...servers(), update: 'https://127.0.0.1:9' } };
  const [french, english] = [await testWith(values, '--json'), await testWith(values, '--json', '--lang', 'en')];
  expect([french.exitCode, french.stderr, french.stdout.split('\n').length]).toEqual([0, '', 2]);
  const result = JSON.parse(french.stdout);
  expect(Object.keys(result)).toEqual(['ok', 'ms', 'addresses']);
  expect(result.addresses.map(({ role }: { role: string }) => role)).toEqual(['authentication', 'update', 'netEntreprises']);
  for (const address of result.addresses) {
    expect(Object.keys(address)).toEqual(addressMembers);
    for (const stage of address.stages) expect(Object.keys(stage)).toEqual(['name', 'ok', 'ms', 'detail']);
  }
  const [reached, refused] = result.addresses;
  expect(reached).toMatchObject({ ok: true, cause: null, actor: null, next: null });
  expect(reached.sentence).toMatch(/^Le serveur a répondu en [\d ]+ ms\.$/);
  expect(refused).toMatchObject({ ok: false, cause: 'refused', sentence: 'Le serveur 127.0.0.1 refuse la connexion.' });
  expect(refused.stages.findIndex(({ ok }: { ok: boolean }) => !ok)).toBe(refused.stages.length - 1);
  expect(JSON.parse(english.stdout).addresses[1].sentence).toBe('The server 127.0.0.1 refuses the connection.');
});

test('people read a line for each address and, below one that failed, who acts, what next and how far it came', async () => {
  const values = { type: 'direct', servers: { ...servers(), update: '« https://127.0.0.1:9«' } };
  const { exitCode, stdout } = await testWith(values);
  expect(exitCode).toBe(0);
  const lines = stdout.split('\n').filter(Boolean);
  expect(lines[0]).toMatch(/^✓ https:\/\/127\.0\.0\.1:\d+ : Le serveur a répondu en [\d ]+ ms\.$/);
  expect(lines[1]).toBe('✗ https://127.0.0.1:9 : Le serveur 127.0.0.1 refuse la connexion.');
  expect(lines[2]).toMatch(/^ {4}Qui agit : (vous|votre administrateur réseau)$/);
  expect(lines[3]).toMatch(/^ {4}\S.*\.$/);
  expect(lines.at(-2)).toMatch(/^ {4}✗ Connexion : .* \(\d+ ms\)$/);
  expect(lines.at(-1)).toMatch(/^✓ .*\/authentifier\/1\.0\/ : Le serveur a répondu/);
});

test('a password for a proxy comes by standard input, is used, and left nowhere', async () => {
  const proxy = await ProxyServer.start({ behaviour: { kind: 'basic', user: 'dupont', password: 's3cret-m0t' } });
  const args = { type: 'proxy', proxy: { host: `http://dupont:s3cret-m0t@${proxy.host}:${proxy.port}` }, servers: servers() };
  const { exitCode, stdout, stderr } = await testWith(args, '--json').finally(() => proxy.close());
  expect({ exitCode, ok: JSON.parse(stdout).ok, stderr }).toEqual({ exitCode: 0, ok: true, stderr: '' });
  expect(stdout).not.toContain('s3cret-m0t');
  expect(await readEverything(folder)).not.toContain('s3cret-m0t');
});

test('what was taken out of an address is told when it is saved, sent to its server alone, and no setting holds it', async () => {
  const args = { servers: { ...servers(), authentication: impactEmploi.authenticationUrl.replace('://', '://dupont:s3cret-m0t@') } };
  const { exitCode, stdout } = await start(['run', 'connection.save', '--args', '-'], JSON.stringify(args)).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('nom et mot de passe retirés de l’adresse') });
  expect(await readEverything(folder)).not.toContain('s3cret-m0t');
  impactEmploi.requests.length = 0;
  await start(['run', 'connection.authenticate']).ended;
  const sent = impactEmploi.requests.filter(({ method }) => method === 'POST').map(({ headers }) => headers.authorization);
  expect(new Set(sent)).toEqual(new Set([`Basic ${btoa('dupont:s3cret-m0t')}`]));
  expect(netEntreprises.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  const setting = await start(['settings', 'set', 'connection.servers.update', 'https://dupont:s3cret-m0t@127.0.0.1']).ended;
  expect(setting).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.not.stringContaining('s3cret-m0t') });
});

test('an interruption ends the call and the host it started at once, and leaves the folder to the next', async () => {
  const silent = await MisbehavingServer.start({ misbehaviour: 'blackhole' });
  const values = { type: 'direct', servers: { ...servers(), authentication: silent.url('https') } };
  const call = start(['run', 'connection.test', '--args', '-'], JSON.stringify(values));
  await vi.waitFor(() => expect(silent.connections).toBeGreaterThan(0), 10_000);
  const beganMs = performance.now();
  call.child.kill('SIGINT');
  expect(await call.ended).toEqual({ exitCode: 1, stdout: '', stderr: 'Opération annulée.\n' });
  expect(performance.now() - beganMs).toBeLessThan(await stretched(2_000));
  await silent.close();
  expect(await readdir(join(folder, 'data'))).not.toContain('host.json');
  expect(await start(['settings', 'get', 'connection.mode']).ended).toEqual({ exitCode: 0, stdout: 'securise\n', stderr: '' });
});

test('a wait for the servers lasts until they answer or its time is over, and ends with the user', async () => {
  const down = { ...servers(), update: 'https://127.0.0.1:9' };
  const saved = { type: 'direct', servers: down };
  await start(['run', 'connection.save', '--args', '-'], JSON.stringify(saved)).ended;
  const wait = (args: object) => start(['run', 'connection.watch', '--json', '--args', JSON.stringify(args)]);
  const over = await wait({ timeoutMs: 1200 }).ended;
  expect({ exitCode: over.exitCode, stderr: over.stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(over.stdout)).toMatchObject({ ok: false, addresses: [{ ok: true }, { cause: 'refused' }, { ok: true }] });

  const seen = await start(['run', 'connection.watch', '--args', JSON.stringify({ timeoutMs: 1200 })]).ended;
  expect(seen.exitCode).toBe(0);
  expect(seen.stderr).toMatch(/^Test en cours…\n2 adresses sur 3 répondent\. Nouvel essai à .*\nTest en cours…\n/);

  const before = impactEmploi.requests.length;
  const left = wait({});
  await vi.waitFor(() => expect(impactEmploi.requests.length).toBeGreaterThan(before), 10_000);
  left.child.kill('SIGINT');
  expect(await left.ended).toEqual({ exitCode: 1, stdout: '', stderr: 'Opération annulée.\n' });
});

test('in assistance mode one clear line says what to do first', async () => {
  await start(['run', 'assistance.activate']).ended;
  const { exitCode, stdout } = await testWith({ servers: servers() });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^✗ Vous êtes en mode assistance : .*désactiver le mode assistance.*\n$/);
});

async function readEverything(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}
