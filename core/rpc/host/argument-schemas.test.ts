import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { ProbeRequest } from '../../services/network-probe-service.ts';
import type { NetworkRequest } from '../../services/network-service.ts';
import { networkRequest, probeRequest } from './argument-schemas.ts';

/** All members but the signal, which goes its own way. */
type Whole<Request> = Required<Omit<Request, 'signal'>>;

test('a plugin in a process of its own may ask for a probe all that one inside the host may', () => {
  const request: Whole<ProbeRequest> = { url: 'https://a.example', route: { type: 'direct' }, timeoutMs: 1000, investigate: true };
  expect(v.parse(probeRequest, request)).toEqual(request);
});

test('and so for a request', () => {
  const request: Whole<NetworkRequest> = {
    ...{ url: 'https://a.example', method: 'POST', headers: { accept: 'a/b' }, body: 'x', timeoutMs: 1000 },
    ...{ maximumBytes: 10, allowPlainHttp: false, followRedirects: 1 },
  };
  expect(v.parse(networkRequest, request)).toEqual(request);
});
