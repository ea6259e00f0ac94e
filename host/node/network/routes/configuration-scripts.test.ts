/** Real scripts (PAC) from a real server, by the real library, on a desktop whose `gsettings` is a stand-in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GnomeDesktop } from '../../../../test/support/gnome-desktop.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

const address = 'https://impact-emploi.example/secret/path?jeton=secret';

describe.runIf(process.platform === 'linux')('on a Linux desktop', () => {
  let fixture: NetworkFixture;
  let desktop: GnomeDesktop;
  beforeEach(async () => {
    fixture = await NetworkFixture.create();
    desktop = await GnomeDesktop.start();
  });
  afterEach(async () => {
    await desktop[Symbol.asyncDispose]();
    await fixture.dispose();
  });

  const serve = async (script: string, status = 200) =>
    `${await fixture.servePlain((_request, response) => response.writeHead(status).end(script))}/proxy.pac`;
  const find = async () => (await desktop.routes([address]))[0];

  test('each address goes the way that the script names for it, and only its origin is told to the script', async () => {
    const script = `function FindProxyForURL(url, host) {
      if (host === 'maj.example') return 'DIRECT';
      return 'PROXY proxy.agence.fr:3128; SOCKS ' + url.replace(/[^a-z]/g, '') + ':1; HTTPS p:8443; DIRECT; PROXY one:1; PROXY too.many:1';
    }`;
    const url = await serve(script);
    await desktop.setScript(url.replace('http://', 'http://user:password@').concat('?key=secret'));
    const [first, second] = await desktop.routes([address, 'https://maj.example/']);
    expect(first).toMatchObject({
      ways: ['http://proxy.agence.fr:3128', 'socks5://httpsimpactemploiexample:1', 'https://p:8443', 'direct'],
      source: 'pac',
      detail: url,
    });
    expect(second).toMatchObject({ ways: ['direct'], source: 'pac', detail: url });
  });

  test('fixed settings and those exempt from them are read', async () => {
    const http = 'org.gnome.system.proxy.https';
    const settings = { [`${http} host`]: "'proxy.agence.fr'", [`${http} port`]: '3128' };
    const exempt = { 'org.gnome.system.proxy ignore-hosts': "['maj.example', '10.0.0.0/8']" };
    await desktop.set({ 'org.gnome.system.proxy mode': "'manual'", ...settings, ...exempt });
    expect(await desktop.routes([address, 'https://maj.example/', 'https://10.1.2.3/'])).toMatchObject([
      { ways: ['http://proxy.agence.fr:3128'], source: 'system', detail: '' },
      { ways: ['direct'], source: 'system' },
      { ways: ['direct'], source: 'system' },
    ]);
  });

  test('where the environment speaks too, it is heard first', async () => {
    await desktop.setScript(await serve('function FindProxyForURL() { return "PROXY script:1"; }'));
    const environment = { HTTPS_PROXY: 'http://user:password@environment:1', NO_PROXY: '.example' };
    expect(await desktop.routes(['https://other.test/', address, 'http://other.test/'], environment)).toMatchObject([
      { ways: ['http://environment:1'], source: 'environment', detail: 'HTTPS_PROXY' },
      { ways: ['direct'], source: 'environment', detail: 'NO_PROXY' },
      { ways: ['http://script:1'], source: 'pac' },
    ]);
  });

  test.each([
    ['isn’t there', 'gone', 404],
    ['is no script', '<html>Bienvenue</html>', 200],
    ['is larger than a megabyte', `/*${'x'.repeat(1_100_000)}*/ function FindProxyForURL() { return "PROXY p:1"; }`, 200],
    ['throws', 'function FindProxyForURL() { throw new Error("PROXY"); }', 200],
    ['isn’t JavaScript', 'function FindProxyForURL( { return "PROXY p:1"; }', 200],
    ['returns nonsense', 'function FindProxyForURL() { return "nonsense"; }', 200],
    ['returns no text', 'function FindProxyForURL() { return { proxy: 1 }; }', 200],
  ])('a script that %s is told to be of no use', async (_what, script, status) => {
    const url = await serve(script, status);
    await desktop.setScript(url);
    expect(await find()).toMatchObject({ ways: ['direct'], source: 'unreadable', detail: url });
  });

  test('a script sees nothing of this program, and its questions to name servers end', async () => {
    const script = `function FindProxyForURL(url, host) {
      var seen = [typeof require, typeof process, typeof fetch, typeof XMLHttpRequest, typeof std, typeof os].join('.');
      return 'PROXY ' + seen + ':1; PROXY ' + (dnsResolve('intranet.invalid') || 'unknown') + ':2';
    }`;
    await desktop.setScript(await serve(script));
    expect((await find())?.ways).toEqual([`http://${Array.from({ length: 6 }, () => 'undefined').join('.')}:1`, 'http://unknown:2']);
  });

  test('a change of the settings is told', async () => {
    const module = JSON.stringify(new URL('system-proxies.ts', import.meta.url).href);
    const listening = `import { OsProxies } from ${module};
      const proxies = new OsProxies();
      proxies.onDidChange(() => { console.log('changed'); process.exit(); });
      await proxies.resolve('https://h/');
      console.log('listening');
      setTimeout(() => {}, 10_000);`;
    const child = desktop.spawn(listening);
    await child.waitFor('listening');
    await desktop.set({ 'org.gnome.system.proxy mode': "'none'" });
    expect(await child.waitFor('changed')).toContain('changed');
  });
});
