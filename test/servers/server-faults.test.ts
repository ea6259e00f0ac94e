import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority, type ServerIdentity } from './authority.ts';
import { type Client, createClient } from './client.ts';
import { HttpOrigin } from './http-origin.ts';
import { maintenancePage, type ServerFault } from './server-faults.ts';

class FailingOrigin extends HttpOrigin {
  fault: ServerFault = { kind: 'empty' };

  static start(identity: ServerIdentity): Promise<FailingOrigin> {
    return new FailingOrigin(identity).listen();
  }

  protected override answer(): ServerFault {
    return this.fault;
  }
}

describe('a server fault', () => {
  let origin: FailingOrigin;
  let client: Client;

  beforeAll(async () => {
    const authority = await CertificateAuthority.create();
    origin = await FailingOrigin.start(await authority.issue());
    client = createClient(authority.rootPem);
  });
  afterAll(() => origin.close());

  const send = (next: ServerFault, timeoutMs?: number) => {
    origin.fault = next;
    return client.send(origin.url, { ...(timeoutMs !== undefined && { timeoutMs }) });
  };

  test('answers a bare status', async () => {
    expect(await send({ kind: 'status', status: 500 })).toMatchObject({ status: 500, text: '' });
  });

  test('says when to come back', async () => {
    expect(await send({ kind: 'unavailable', retryAfterSeconds: 120 })).toMatchObject({ status: 503, headers: { 'retry-after': '120' } });
  });

  test.each([200, 503] as const)('shows a maintenance page with status %i', async (status) => {
    expect(await send({ kind: 'maintenance-page', status })).toMatchObject({ status, text: maintenancePage });
  });

  test('redirects to another origin', async () => {
    const answer = await send({ kind: 'redirect', location: 'https://portail.example/' });
    expect(answer).toMatchObject({ status: 302, headers: { location: 'https://portail.example/' } });
  });

  test('hangs once the request has arrived', async () => {
    const before = origin.requests.length;
    await expect(send({ kind: 'hang' }, 100)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(origin.requests.length).toBe(before + 1);
  });

  test('drips without end', async () => {
    await expect(send({ kind: 'drip', intervalMs: 5 }, 200)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('resets the connection', async () => {
    await expect(send({ kind: 'reset' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('breaks off in the middle of an answer', async () => {
    await expect(send({ kind: 'truncated' })).rejects.toThrow();
  });

  test('answers garbage that claims to be JSON', async () => {
    const answer = await send({ kind: 'garbage' });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  });

  test('pours out as much as it is told to', async () => {
    expect((await send({ kind: 'huge', bytes: 10 * 65_536 })).text.length).toBe(10 * 65_536);
  });

  test('answers an empty 200', async () => {
    expect(await send({ kind: 'empty' })).toMatchObject({ status: 200, text: '' });
  });
});
