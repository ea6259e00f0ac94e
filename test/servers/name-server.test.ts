import { Resolver } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { startNameServer } from './name-server.ts';

test('a name server answers, denies, fails and keeps silent', async () => {
  const addresses = ['192.0.2.7', '2001:db8::7'];
  await using server = await startNameServer(new Map([['impact-emploi.example', addresses]]));
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.port}`]);
  expect(await resolver.resolve4('impact-emploi.example')).toEqual(['192.0.2.7']);
  expect(await resolver.resolve6('impact-emploi.example')).toEqual(['2001:db8::7']);
  await expect(resolver.resolve4('autre.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  server.behaviour = 'failure';
  await expect(resolver.resolve4('impact-emploi.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  server.behaviour = 'silence';
  await expect(resolver.resolve4('impact-emploi.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect(server.questions).toContain('autre.example');
});
