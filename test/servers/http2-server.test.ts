import { once } from 'node:events';
import { connect } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { CertificateAuthority } from './authority.ts';
import { startHttp2Server } from './http2-server.ts';

test('a server that speaks HTTP/2 alone answers in HTTP/2, and refuses whoever speaks HTTP/1.1', async () => {
  const authority = await CertificateAuthority.create();
  await using server = await startHttp2Server(await authority.issue());
  const session = connect(server.url, { ca: authority.rootPem });
  const [headers] = (await once(session.request({ ':path': '/' }).resume(), 'response')) as [{ ':status': number }];
  session.destroy();
  expect(headers[':status']).toBe(200);
  const old = connectTls({ port: server.port, host: '127.0.0.1', ca: authority.rootPem, ALPNProtocols: ['http/1.1'] });
  await expect(once(old, 'secureConnect')).rejects.toThrow('no application protocol');
});
