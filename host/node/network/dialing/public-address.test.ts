import { describe, expect, test } from 'vitest';
import { isLocalName, isPublicAddress } from './public-address.ts';

describe('an address', () => {
  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.169.0.0',
    '223.255.255.255',
    '2001:4860:4860::8888',
    '2a01:e00::1',
    '64:ff9b::808:808',
    '64:ff9b::8.8.8.8',
  ])('%s leads to the Internet', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ['this host', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['shared by a provider’s customers', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback, its other end', '127.255.255.254'],
    ['link-local, where clouds keep their keys', '169.254.169.254'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['protocol assignments', '192.0.0.8'],
    ['documentation', '192.0.2.1'],
    ['6to4 relay', '192.88.99.1'],
    ['private', '192.168.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['multicast', '224.0.0.251'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped, in hexadecimal', '::ffff:c0a8:1'],
    ['IPv4-mapped, even of the Internet', '::ffff:8.8.8.8'],
    ['IPv4-compatible', '::7f00:1'],
    ['NAT64 to loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 to a private network', '64:ff9b::a00:1'],
    ['NAT64 of a local network', '64:ff9b:1::808:808'],
    ['6to4 that embeds a private address', '2002:a00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['unique local', 'fd00::1'],
    ['unique local', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['nonsense', 'example.org'],
  ])('that is %s leads inside: %s', (_what, address) => expect(isPublicAddress(address)).toBe(false));
});

test.each(['localhost', 'LOCALHOST.', 'a.localhost', 'intranet', 'imprimante.local', 'srv.internal', 'box.home.arpa', 'nas.lan'])(
  'the name %s can’t be of the Internet',
  (name) => expect(isLocalName(name)).toBe(true),
);

test.each(['example.org', 'example.org.', 'local.example.org', 'mylocal.fr'])('the name %s can be of the Internet', (name) =>
  expect(isLocalName(name)).toBe(false),
);
