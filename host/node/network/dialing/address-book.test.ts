import { afterEach, beforeEach, expect, test } from 'vitest';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { pluginNetwork } from '../../../../test/support/plugin-network.ts';
import { NetworkProbe } from '../network-probe.ts';
import { RouteResolver } from '../routes/route.ts';
import { Dialer } from './dialer.ts';

let fixture: NetworkFixture;
beforeEach(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

function probeBy(addressBook: ReadonlyMap<string, string>): NetworkProbe {
  const dialer = new Dialer(new RouteResolver({ warn: fixture.warn, environment: {} }), fixture.trust, addressBook);
  const network = pluginNetwork();
  const grants = { ...network.grants, privateNetwork: () => false };
  return new NetworkProbe({ ...network, grants, dialer, currentRoute: async () => ({ type: 'direct' }), userAgent: 'test' });
}

test('an address book leads elsewhere, even inside, while name and certificate stay those of the address', async () => {
  const hosts: (string | undefined)[] = [];
  const identity = await fixture.authority.issue({ hosts: ['impact-emploi.urssaf.fr'] });
  const origin = await fixture.serve((request, response) => {
    hosts.push(request.headers.host);
    response.end('here');
  }, identity);
  const target = origin.replace('https://localhost', '127.0.0.1');
  const report = await probeBy(new Map([['impact-emploi.urssaf.fr:443', target]])).probe({
    url: 'https://impact-emploi.urssaf.fr/updates',
  });
  expect(report).toMatchObject({ cause: null, answer: { body: 'here' } });
  expect(hosts).toEqual(['impact-emploi.urssaf.fr']);
});

test('an address book tells the ports of one host apart, and does not vouch for where it leads', async () => {
  const target = (await fixture.serve((_request, response) => response.end('there'))).replace('https://localhost', '127.0.0.1');
  const report = await probeBy(new Map([['elsewhere.invalid:443', target]])).probe({ url: 'https://elsewhere.invalid/' });
  expect(report.cause).toBe('cert-wrong-host');
  const other = await probeBy(new Map([['elsewhere.invalid:443', target]])).probe({ url: 'http://elsewhere.invalid/' });
  expect(other.cause).toBe('dns-unknown');
});
