import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

const value = 'Tr3s-secret';

it('gives its value to whoever reveals it', async () => {
  expect(await new Secret(value).reveal()).toBe(value);
});

it.each([
  ['a string', (secret: Secret) => `${secret}`],
  ['JSON', (secret: Secret) => JSON.stringify({ nested: [secret] })],
  ['inspection', (secret: Secret) => inspect({ nested: secret }, { depth: 9, showHidden: true })],
  ['an error', (secret: Secret) => inspect(new Error(`with ${secret}`, { cause: secret }))],
  ['its own keys', (secret: Secret) => Object.values(secret).join()],
])('redacts itself in %s', (_, show) => {
  expect(show(new Secret(value))).not.toContain(value);
});
