import { describe, expect, test } from 'vitest';
import { spawnTypescript } from '../../../../test/support/typescript-child.ts';
import { isExempt, isLoopback } from './no-proxy.ts';

test.each([
  ['*', 'anything.example', 443],
  ['example.com', 'example.com', 443],
  ['EXAMPLE.com', 'Example.COM', 443],
  ['example.com', 'www.example.com', 443],
  ['.example.com', 'www.example.com', 443],
  ['*.example.com', 'www.example.com', 443],
  ['other, example.com', 'example.com', 443],
  ['other example.com', 'example.com', 443],
  ['example.com:8443', 'example.com', 8443],
  ['10.1.2.3', '10.1.2.3', 80],
  ['10.1.2.3:80', '10.1.2.3', 80],
  ['10.0.0.0/8', '10.1.2.3', 443],
  ['2001:db8::1', '2001:db8::1', 443],
  ['[2001:db8::1]:443', '2001:db8::1', 443],
  ['2001:db8::/32', '2001:db8::7', 443],
  ['other;example.com', 'example.com', 443],
  ['example.com.', 'example.com', 443],
  ['10.*', '10.1.2.3', 443],
  ['www.*.example', 'www.deep.down.example', 443],
  ['*a*b*', 'xaybz', 443],
  ['<local>', 'intranet', 443],
])('"%s" exempts %s port %i', (noProxy, host, port) => {
  expect(isExempt(noProxy, host, port)).toBe(true);
});

test.each([
  ['', 'example.com', 443],
  [' , ', 'example.com', 443],
  ['example.com', 'badexample.com', 443],
  ['example.com', 'example.com.evil.example', 443],
  ['www.example.com', 'example.com', 443],
  ['example.com:8443', 'example.com', 443],
  ['10.0.0.0/8', '11.1.2.3', 443],
  ['10.0.0.0/99', '10.1.2.3', 443],
  ['10.0.0.0/', '10.1.2.3', 443],
  ['.1', '10.0.0.1', 443],
  ['2001:db8::/32', '2001:db9::7', 443],
  ['10.*', '110.1.2.3', 443],
  ['a*a', 'a', 443],
  ['a*b*c', 'acb', 443],
  ['ab*bc', 'abc', 443],
  ['<local>', 'intranet.example', 443],
  ['<local>', '2001:db8::1', 443],
  [`${'*a'.repeat(50)}b`, 'a'.repeat(250), 443],
])('"%s" does not exempt %s port %i', (noProxy, host, port) => {
  expect(isExempt(noProxy, host, port)).toBe(false);
});

test.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.10', '::1'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['localhost.example', '127.0.0.1.example', '128.0.0.1', '::2'])('%s is another machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});

/** Entry, host, and whether each exempts it. */
type Reading = readonly [noProxy: string, host: string, ours: boolean, theirs: boolean];

const sameReadings = [
  ['*', 'a.example'],
  ['.example.com', 'www.example.com'],
  ['.example.com', 'example.com'],
  ['*.example.com', 'www.example.com'],
  ['*.example.com', 'badexample.com'],
  ['example.com', 'example.com'],
  ['EXAMPLE.com', 'example.COM'],
  ['example.com.', 'example.com'],
  ['example.com', 'example.org'],
  ['a.example, b.example', 'b.example'],
  ['a.example;b.example', 'b.example'],
  ['10.0.0.0/8', '10.9.8.7'],
  ['10.0.0.0/8', '11.9.8.7'],
  ['10.*', '10.9.8.7'],
  ['2001:db8::/32', '[2001:db8::7]'],
  ['example.com:443', 'example.com'],
  ['example.com:8443', 'example.com'],
  ['<local>', 'intranet'],
  ['', 'example.com'],
] as const;

describe('beside the library that reads the system’s settings', () => {
  const differentReadings: readonly Reading[] = [
    // As curl, Go and VS Code do: who exempts a site means all of it.
    ['example.com', 'www.example.com', true, false],
    // As curl does.
    ['a.example b.example', 'b.example', true, false],
  ];

  test('the same is exempt, but for what is meant to differ', async () => {
    const same = sameReadings.map(([noProxy, host]) => {
      const ours = isExempt(noProxy, host.replace(/^\[|\]$/g, ''), 443);
      return [noProxy, host, ours, ours] as const;
    });
    const readings: readonly Reading[] = [...same, ...differentReadings];
    const theirs = await askLibrary(readings.map(([noProxy, host]) => [noProxy, host]));
    expect(
      readings.map(([noProxy, host], index) => [noProxy, host, isExempt(noProxy, host.replace(/^\[|\]$/g, ''), 443), theirs[index]]),
    ).toEqual(readings);
  });
});

/** The library reads the environment when a resolver is made: in a process whose environment nobody else has. */
async function askLibrary(questions: readonly (readonly [noProxy: string, host: string])[]): Promise<readonly boolean[]> {
  const child = spawnTypescript(`
    import { ProxyResolver } from '@vscode/os-proxy-resolver';
    for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
    process.env.HTTPS_PROXY = 'http://proxy.example:1';
    const answers = [];
    for (const [noProxy, host] of ${JSON.stringify(questions)}) {
      process.env.NO_PROXY = noProxy;
      const [answer] = await new ProxyResolver().resolve('https://' + host + '/');
      answers.push(answer.kind === 'direct');
    }
    console.log(JSON.stringify(answers));
    process.exit();`);
  return JSON.parse(await child.waitFor('the end, which never comes'));
}
