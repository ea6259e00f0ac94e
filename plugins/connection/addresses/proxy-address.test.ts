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
    ['10.0.0.1', ' 3128 ', proxy('10.0.0.1', 3128), ['proxy-port-cleaned']],
    ['10.0.0.1', '03128', proxy('10.0.0.1', 3128), ['proxy-port-cleaned']],
    ['2001:db8::1', '3128', proxy('[2001:db8::1]', 3128), ['proxy-ipv6']],
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
    ['@proxy.local', '8080', 'proxy-credentials'],
    ['dupont:secret@', '8080', 'proxy-credentials'],
    [':secret@proxy.local', '8080', 'proxy-credentials'],
    ['fe80::1%eth0', '3128', 'proxy-host'],
    ['socks5://proxy.local', '1080', 'proxy-scheme'],
    ['http://wpad.local/wpad.dat', '', 'proxy-pac'],
    ['http://proxy.local/proxy.pac?x', '', 'proxy-pac'],
    ['le proxy', '8080', 'proxy-host'],
    ['proxy<local', '8080', 'proxy-host'],
  ])('%j, port %j', (host, port, problem) => {
    expect(read(host, port)).toEqual({ value: undefined, problem, told: [] });
  });
});

describe('what stands before an @ is the user and the password', () => {
  test.each([
    ['http://dupont:secret@proxy.local:3128', 'dupont', 'secret'],
    ['dupont:secret@proxy.local:3128', 'dupont', 'secret'],
    ['ASSO\\dupont:a/b?c#d@proxy.local:3128', 'ASSO\\dupont', 'a/b?c#d'],
    ['dupont@asso.fr:pass@word@proxy.local:3128', 'dupont@asso.fr', 'pass@word'],
    ['http://dupont:%C3%89t%C3%A9%3A@proxy.local:3128', 'dupont', 'Été:'],
    ['dupont:100%@proxy.local:3128', 'dupont', '100%'],
    ['dupont@proxy.local:3128', 'dupont', ''],
  ])('%j', (typed, user, password) => {
    const { value, credentials, corrections } = readProxyAddress(typed, '');
    expect({ value, credentials }).toEqual({ value: proxy('proxy.local', 3128), credentials: { user, password } });
    expect(corrections.map(({ key }) => key)).toContain('corrected.proxy-credentials');
  });

  test('no reason for a refusal repeats them', () => {
    for (const typed of ['dupont:s3cret@le proxy', 'dupont:s3cret@proxy:99999', 'socks5://dupont:s3cret@proxy', 'du\u0000pont:s3cret@'])
      expect(JSON.stringify(readProxyAddress(typed, ''))).not.toContain('s3cret');
  });
});
