/** Scripts (PAC) that never end: the sandbox is the library's, what its users wait for is ours. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GnomeDesktop } from '../../../../test/support/gnome-desktop.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { stretched } from '../../../../test/support/time-bounds.ts';

const address = 'https://impact-emploi.example/';

describe.runIf(process.platform === 'linux')('a script that', () => {
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

  test.each([
    ['loops', 'function FindProxyForURL() { for (;;); }'],
    ['loops while it is loaded', 'for (;;); function FindProxyForURL() { return "DIRECT"; }'],
    [
      'loops in a regular expression',
      'function FindProxyForURL() { return /^(a+)+$/.test(Array(99).join("a") + "!") ? "DIRECT" : "PROXY p:1"; }',
    ],
    ['fills the memory', 'function FindProxyForURL() { for (var all = [];;) all.push(Array(1e5).join("PROXY") + all.length); }'],
    ['calls itself', 'function FindProxyForURL() { return FindProxyForURL() + "PROXY"; }'],
  ])('%s is given up within seconds, for every address at once', async (_what, script) => {
    await desktop.setScript(`${await fixture.servePlain((_request, response) => response.end(script))}/proxy.pac`);
    const routes = await desktop.routes([address, 'https://second.example/', address]);
    expect(routes.map(({ ways, source }) => [ways, source])).toEqual(routes.map(() => [['direct'], 'unreadable']));
    expect(routes.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(await stretched(6_000));
  });

  test('never comes is given up too', async () => {
    await desktop.setScript(`${await fixture.servePlain(() => {})}/proxy.pac`);
    const routes = await desktop.routes([address, 'https://second.example/']);
    expect(routes.map(({ source }) => source)).toEqual(['unreadable', 'unreadable']);
    expect(routes.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(await stretched(6_000));
  });
});
