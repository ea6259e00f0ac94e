import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import { processorMs } from '../../../test/support/time-bounds.ts';
import { spawnTypescript } from '../../../test/support/typescript-child.ts';
import { HostLog, type HostLogOptions } from './host-log.ts';
import { redactText } from './redaction.ts';

let directory: string;
const opened: HostLog[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  rmSync(directory, { recursive: true });
});

function open(options: Partial<HostLogOptions> = {}): HostLog {
  const log = new HostLog({ directory, ...options });
  opened.push(log);
  return log;
}

async function text(log: HostLog): Promise<string> {
  await log.close();
  return readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');
}

async function lines(log: HostLog): Promise<Record<string, unknown>[]> {
  return (await text(log))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('a line says when, how serious, from which plugin and what', async () => {
  const log = open();
  log.forPlugin('connection').info('Authenticated', { attempts: 2 });
  expect(await lines(log)).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      pid: process.pid,
      plugin: 'connection',
      attempts: 2,
      msg: 'Authenticated',
    },
  ]);
});

test('lines below the level are left out', async () => {
  const log = open({ level: 'warn' });
  const plugin = log.forPlugin('one');
  plugin.debug('no');
  plugin.info('no');
  plugin.warn('yes');
  plugin.error('yes');
  expect((await lines(log)).map((line) => line.msg)).toEqual(['yes', 'yes']);
});

test('an error is kept whole with its causes', async () => {
  const log = open();
  const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
  log.forPlugin('one').error('It failed', new ShellError('network.refused', { host: 'h' }, { cause: new AggregateError([root], 'all') }));
  const [line] = await lines(log);
  expect(line?.err).toMatchObject({
    type: 'ShellError',
    code: 'network.refused',
    details: { host: 'h' },
    stack: expect.stringContaining('host-log.test.ts'),
    cause: { message: 'all', errors: [{ code: 'ECONNREFUSED', port: 443 }] },
  });
});

test('giving up is no error', async () => {
  const log = open();
  log.forPlugin('one').error('It failed', new DOMException('given up', 'AbortError'));
  expect(await lines(log)).toEqual([]);
});

const needle = 'Needle-42';
const encoded = Buffer.from(`user:${needle}`).toString('base64');

const leaks: [string, (log: HostLog) => void][] = [
  ['a Secret', (log) => log.forPlugin('p').info('x', { value: new Secret(needle), list: [{ deep: new Secret(needle) }] })],
  ['a Secret in a message', (log) => log.forPlugin('p').info(`the value is ${new Secret(needle)}`)],
  [
    'a Secret among format arguments',
    (log) => log.logger.info('the value is %s %j %o', new Secret(needle), new Secret(needle), new Secret(needle)),
  ],
  [
    'sensitive members at any depth',
    (log) => log.forPlugin('p').info('x', { a: { b: [{ motDePasse: needle, c: { cleAssistance: needle } }] } }),
  ],
  [
    'sensitive members in every spelling',
    (log) =>
      log
        .forPlugin('p')
        .info('x', { Authorization: needle, 'SET-COOKIE': [needle], proxyPassword: needle, access_token: needle, controlKey: needle }),
  ],
  ['sensitive members of the line itself', (log) => log.logger.info({ jeton: needle }, 'x')],
  ['a child logger’s bindings', (log) => log.logger.child({ token: needle, deep: { password: needle } }).info('x')],
  ['raw headers', (log) => log.logger.info({ rawHeaders: ['Accept', '*', 'Proxy-Authorization', `Basic ${encoded}`, 'Cookie', needle] })],
  [
    'maps and search parameters',
    (log) => log.logger.info({ map: new Map([['token', needle]]), search: new URLSearchParams({ jeton: needle }) }),
  ],
  ['bytes', (log) => log.logger.info({ body: Buffer.from(needle) })],
  ['an address with a token', (log) => log.logger.info(`GET http://127.0.0.1:80/?jeton=${needle}&x=1`)],
  [
    'an address with a password',
    (log) => log.logger.info({ proxy: `http://user:${needle}@proxy:3128/`, url: new URL(`http://u:${needle}@h/`) }),
  ],
  ['a JSON body', (log) => log.logger.info({ body: JSON.stringify({ motdepasse: `${needle} ${needle}` }) })],
  ['a JSON body inside a JSON body', (log) => log.logger.info({ body: JSON.stringify({ inner: JSON.stringify({ password: needle }) }) })],
  ['an XML body', (log) => log.logger.info(`<identifiants><nom>X</nom><motdepasse>${needle} ${needle}</motdepasse></identifiants>`)],
  [
    'a header in a text',
    (log) => log.logger.info(`sent Authorization: DSNLogin jeton=${needle}, declarant=${needle}\nProxy-Authorization: Basic ${encoded}`),
  ],
  ['a credential without its header', (log) => log.logger.info(`sent Basic ${encoded} and Bearer ${needle}`)],
  ['an error’s message and stack', (log) => log.logger.error(new Error(`no answer to /?token=${needle}`))],
  [
    'an error’s further members',
    (log) => log.logger.error(Object.assign(new Error('x'), { request: { body: needle, headers: { a: needle } }, body: needle })),
  ],
  [
    'an error’s causes',
    (log) => log.forPlugin('p').error('x', new Error('y', { cause: { password: needle, cause: new Error(`token: ${needle}`) } })),
  ],
  ['a server’s request', (log) => log.logger.info({ req: requestWithSecrets() }, 'incoming')],
  [
    'an instance of an unknown class',
    (log) =>
      log.logger.info({
        client: new (class Client {
          readonly hidden = needle;
        })(),
      }),
  ],
];

test.each(leaks)('no secret reaches the file from %s', async (_what, leak) => {
  const log = open({ level: 'trace' });
  leak(log);
  const content = await text(log);
  expect(content).toMatch(/^\{"level":/);
  expect(content).not.toContain('Needle');
  expect(content).not.toContain(encoded);
  for (const line of content.trim().split('\n')) JSON.parse(line);
});

test('nor does one reach stderr', async () => {
  const child = spawnTypescript(`
    process.stderr.write = (line) => process.stdout.write(line);
    const { HostLog } = await import(${JSON.stringify(new URL('host-log.ts', import.meta.url).href)});
    const log = new HostLog({ directory: ${JSON.stringify(directory)}, verbose: true });
    log.logger.info({ password: '${needle}' }, 'to stderr ?jeton=${needle}');
    log.close();`);
  const output = await child.waitFor('to stderr');
  expect(output).toContain('[secret]');
  expect(output).not.toContain('Needle');
  await child.kill();
});

test('harmless text is left as it is', async () => {
  const log = open();
  const harmless = { url: 'https://impact-emploi.urssaf.fr/updates', host: 'a:8080', note: 'e-mail a@b.fr: yes', count: 3 };
  log.logger.info(harmless, 'GET /versions.json took 12 ms');
  expect((await lines(log))[0]).toMatchObject({ ...harmless, msg: 'GET /versions.json took 12 ms' });
});

test('endless, circular and throwing values do no harm', async () => {
  const log = open();
  const circular: Record<string, unknown> = { name: 'circular' };
  circular.self = circular;
  const throwing = {
    get bad(): string {
      throw new Error('getter');
    },
    good: 1,
  };
  log.logger.info({ circular, throwing, long: 'x'.repeat(100_000), many: Array(1000).fill(1), big: 1n }, 'x');
  const [line] = await lines(log);
  expect(line).toMatchObject({ circular: { self: '[circular]' }, throwing: { bad: '[unreadable]', good: 1 }, big: '1' });
  expect(JSON.stringify(line).length).toBeLessThan(10_000);
});

test.each([
  ['colons', `://${':'.repeat(8_000)}`],
  ['names', 'token'.repeat(1_600)],
  ['backslashes', `token${'\\'.repeat(8_000)}`],
  ['spaces', `cookie${' '.repeat(8_000)}`],
])('a text of nothing but %s takes no time to search', (_what, text) => {
  const tookMs = processorMs(() => {
    for (let count = 0; count < 10; count++) redactText(text);
  });
  expect(tookMs).toBeLessThan(200);
});

test('full files are renamed, and only a few are kept', async () => {
  const log = open({ maximumBytes: 1_000, keptFiles: 2 });
  for (let count = 0; count < 100; count++) log.logger.info(`line ${count}`);
  await log.close();
  expect(readdirSync(directory).sort()).toEqual(['boule-bleue.1.log', 'boule-bleue.2.log', 'boule-bleue.log']);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).size).toBeLessThan(1_200);
  const kept = (await lines(log)).map((line) => Number(String(line.msg).slice(5)));
  expect(kept.sort((a, b) => a - b)).toEqual(Array.from({ length: kept.length }, (_, index) => 100 - kept.length + index));
});

test('a later run goes on in the same file', async () => {
  const first = open();
  first.logger.info('first');
  await first.close();
  const second = open();
  second.logger.info('second');
  expect((await lines(second)).map((line) => line.msg)).toEqual(['first', 'second']);
});

test('a folder that can’t be written keeps nobody from working', async () => {
  writeFileSync(join(directory, 'taken'), 'a file');
  const child = spawnTypescript(`
    process.stderr.write = (line) => process.stdout.write(line);
    const { HostLog } = await import(${JSON.stringify(new URL('host-log.ts', import.meta.url).href)});
    const log = new HostLog({ directory: ${JSON.stringify(join(directory, 'taken'))} });
    log.logger.info('dropped');
    await log.close();
    process.stdout.write('went on');`);
  expect(await child.waitFor('went on')).toMatch(/^The log can't be written: .*\nwent on$/);
  await child.kill();
});

test.runIf(process.platform === 'linux')('a full disk keeps no process from ending, whether the log is closed or not', async () => {
  mkdirSync(directory, { recursive: true });
  symlinkSync('/dev/full', join(directory, 'boule-bleue.log'));
  for (const ending of ['await log.close();', '']) {
    const child = spawnTypescript(`
      const failed = new Promise((resolve) => (process.stderr.write = resolve));
      const { HostLog } = await import(${JSON.stringify(new URL('host-log.ts', import.meta.url).href)});
      const log = new HostLog({ directory: ${JSON.stringify(directory)} });
      log.logger.info('a line that fails');
      await failed;
      log.logger.info('another');
      ${ending}
      process.stdout.write('ending');
      process.exit();`);
    const ended = once(child.process, 'close');
    await child.waitFor('ending');
    const impatience = setTimeout(() => child.process.kill('SIGKILL'), 2_000);
    expect(await ended).toEqual([0, null]);
    clearTimeout(impatience);
  }
});

test('what is logged after the end does no harm', async () => {
  const log = open();
  await log.close();
  log.logger.info('late');
  expect(await lines(log)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('other users can not read the logs', () => {
  open().logger.info('x');
  expect(statSync(join(directory, 'boule-bleue.log')).mode & 0o777).toBe(0o600);
});

test('the last lines are written when the process exits at once', async () => {
  const child = spawnTypescript(`
    const { HostLog } = await import(${JSON.stringify(new URL('host-log.ts', import.meta.url).href)});
    new HostLog({ directory: ${JSON.stringify(directory)} }).logger.fatal('last words');
    process.exit(1);`);
  await child.waitFor('the end');
  expect(readFileSync(join(directory, 'boule-bleue.log'), 'utf8')).toContain('last words');
});

function requestWithSecrets(): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'GET', url: `/?jeton=${needle}`, headers: { cookie: `session=${needle}`, 'x-other': needle } });
  return request;
}
