import { expect, test } from 'vitest';
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
])('"%s" does not exempt %s port %i', (noProxy, host, port) => {
  expect(isExempt(noProxy, host, port)).toBe(false);
});

test.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.10', '::1'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['localhost.example', '127.0.0.1.example', '128.0.0.1', '::2'])('%s is another machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});
