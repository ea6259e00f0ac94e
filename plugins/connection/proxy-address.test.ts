import { describe, expect, test } from 'vitest';
import { readProxyAddress } from './proxy-address.ts';

const read = (host: string, port = '') => {
  const { value, problem, corrections } = readProxyAddress(host, port);
  return {
    value,
    problem: problem?.key.replace('error.connection.', ''),
    told: corrections.map(({ key }) => key.replace('corrected.', '')),
  };
};
const proxy = (host: string, port: number) => ({ host, port });

describe('a proxy is read as it is typed and pasted', () => {
  test.each([
    ['proxy.local', '8080', proxy('proxy.local', 8080), []],
    ['proxy.local', '0', proxy('proxy.local', 0), []],
    ['proxy.local', '', proxy('proxy.local', 0), []],
    ['', '', proxy('', 0), []],
    ['10.0.0.1', ' 3128 ', proxy('10.0.0.1', 3128), []],
    ['[::1]', '3128', proxy('[::1]', 3128), []],
    [' proxy.local\u00a0', '8080', proxy('proxy.local', 8080), ['spaces']],
    ['« proxy.local »', '8080', proxy('proxy.local', 8080), ['spaces', 'quotes']],
    ['http://proxy.local:3128/', '0', proxy('proxy.local', 3128), ['proxy-scheme', 'proxy-path', 'proxy-port']],
    ['proxy.local:3128', '8080', proxy('proxy.local', 3128), ['proxy-port']],
    ['[::1]:3128', '', proxy('[::1]', 3128), ['proxy-port']],
    ['PROXY.Local', '1', proxy('proxy.local', 1), ['normalised']],
  ])('%j, port %j', (host, port, value, told) => {
    expect(read(host, port)).toEqual({ value, problem: undefined, told });
  });
});

describe('what cannot be a proxy is refused with its reason', () => {
  test.each([
    ['proxy.local', '99999', 'proxy-port'],
    ['proxy.local', 'abc', 'proxy-port'],
    ['proxy.local', '-1', 'proxy-port'],
    ['proxy.local:0', '', 'proxy-port'],
    ['dupont:secret@proxy.local', '8080', 'proxy-credentials'],
    ['socks5://proxy.local', '1080', 'proxy-scheme'],
    ['http://wpad.local/wpad.dat', '', 'proxy-pac'],
    ['http://proxy.local/proxy.pac?x', '', 'proxy-pac'],
    ['le proxy', '8080', 'proxy-host'],
    ['proxy<local', '8080', 'proxy-host'],
  ])('%j, port %j', (host, port, problem) => {
    expect(read(host, port)).toEqual({ value: undefined, problem, told: [] });
  });
});
