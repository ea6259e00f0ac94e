import { Secret } from 'boule-bleue';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { HolderKeys } from './key-holder.ts';
import { createKeyPair, keyPairOf, sharedKey } from './key-pair.ts';
import { OfficeKey } from './office-key.ts';
import { PasswordKeys, passwordParametersSchema, recommendedCost } from './password-key.ts';
import { RecoveryKey } from './recovery-key.ts';
import { openValue, sealValue } from './sealed-value.ts';

const key = Buffer.alloc(32, 7);
const text = Buffer.from('Été&2024<Paie>');

describe('a sealed value', () => {
  test('opens with its key in its context, and is another each time', () => {
    const sealed = sealValue(key, ['password', 'dupont'], text);
    expect(openValue(key, ['password', 'dupont'], sealed)).toEqual(text);
    expect(sealValue(key, ['password', 'dupont'], text)).not.toBe(sealed);
    expect(Buffer.from(sealed, 'base64url').includes(text)).toBe(false);
  });

  test('opens with no other key, nor in another context', () => {
    const sealed = sealValue(key, ['password', 'dupont'], text);
    expect(openValue(Buffer.alloc(32, 8), ['password', 'dupont'], sealed)).toBeUndefined();
    for (const context of [['password', 'martin'], ['key', 'dupont'], ['password'], ['password', 'dupont', '']]) {
      expect(openValue(key, context, sealed), context.join()).toBeUndefined();
    }
  });

  test('opens no more once any of its bytes is another', () => {
    const sealed = Buffer.from(sealValue(key, ['x'], text), 'base64url');
    for (let place = 0; place < sealed.length; place += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(place) ^ 1, place);
      expect(openValue(key, ['x'], altered.toString('base64url')), `byte ${place}`).toBeUndefined();
      expect(openValue(key, ['x'], sealed.subarray(0, place).toString('base64url')), `cut at ${place}`).toBeUndefined();
    }
  });
});

describe('a shared key', () => {
  test('is the same on either side, with public keys as RFC 7748, section 6.1, has them', () => {
    const bob = keyPairOf(Buffer.from('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb', 'hex'));
    expect(Buffer.from(bob.publicKey, 'base64url').toString('hex')).toBe(
      'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
    );
    const alice = createKeyPair();
    expect(sharedKey(alice, bob.publicKey, 'x')).toEqual(sharedKey(bob, alice.publicKey, 'x'));
  });

  test('is another for another purpose or another pair', () => {
    const [one, two, three] = [createKeyPair(), createKeyPair(), createKeyPair()];
    const shared = sharedKey(one, two.publicKey, 'x');
    expect(sharedKey(one, two.publicKey, 'y')).not.toEqual(shared);
    expect(sharedKey(three, two.publicKey, 'x')).not.toEqual(shared);
  });

  test.each([
    ['the point 0', Buffer.alloc(32)],
    ['the point 1', Buffer.from([1, ...Buffer.alloc(31)])],
    ['too few bytes', Buffer.alloc(5)],
  ])('is not had with %s, which would make it known to all', (_name, bytes) => {
    expect(sharedKey(createKeyPair(), bytes.toString('base64url'), 'x')).toBeUndefined();
  });
});

describe('a password’s key', () => {
  const keys = new PasswordKeys({ memoryKib: 64, passes: 1, lanes: 1 });

  test('is worked out by RFC 9106’s second recommendation where nothing else is said', () => {
    expect(new PasswordKeys().createParameters()).toMatchObject({ algorithm: 'argon2id', memoryKib: 65_536, passes: 3, lanes: 4 });
    expect(v.is(passwordParametersSchema, new PasswordKeys().createParameters())).toBe(true);
  });

  test('is the same for both ways of writing an accent, and another for another case, salt or cost', async () => {
    const parameters = keys.createParameters();
    const derived = await keys.derive(new Secret('\u00e9té'), parameters);
    expect(await keys.derive(new Secret('e\u0301té'), parameters)).toEqual(derived);
    expect(await keys.derive(new Secret('Été'), parameters)).not.toEqual(derived);
    expect(await keys.derive(new Secret('été'), keys.createParameters())).not.toEqual(derived);
    expect(await keys.derive(new Secret('été'), { ...parameters, passes: 2 })).not.toEqual(derived);
  });

  test('is no longer waited for once nobody may, whether it is being worked out or waits for its turn', async () => {
    const slow = new PasswordKeys();
    const parameters = slow.createParameters();
    const running = slow.derive(new Secret('été'), parameters);
    const waiting = slow.derive(new Secret('hiver'), parameters);
    await new Promise(setImmediate);
    slow.dispose();
    await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect(slow.derive(new Secret('été'), parameters)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test.each([
    { memoryKib: 4 * 1024 * 1024 },
    { passes: 1e9 },
    { lanes: 255 },
    { memoryKib: -1 },
    { passes: 1.5 },
    { algorithm: 'argon2d' },
    { salt: '' },
  ])('is not even begun with %j', (tampered) => {
    const parameters = { algorithm: 'argon2id', salt: 'A'.repeat(22), ...recommendedCost };
    expect(v.is(passwordParametersSchema, parameters)).toBe(true);
    expect(v.is(passwordParametersSchema, { ...parameters, ...tampered })).toBe(false);
  });
});

describe('a recovery key', () => {
  test('has 160 random bits in groups of four, and is never the same', () => {
    expect(RecoveryKey.create().format()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(RecoveryKey.create().format()).not.toBe(RecoveryKey.create().format());
  });

  test('is understood however it is typed', () => {
    for (let round = 0; round < 50; round += 1) {
      const key = RecoveryKey.create();
      const written = key.format();
      const typed = [
        written,
        written.toLowerCase(),
        written.replaceAll('-', ' '),
        `\n ${written.replaceAll('-', '')}\t`,
        written.replaceAll('0', 'O').replaceAll('1', 'l').replaceAll('V', 'u').replaceAll('-', '\u2013'),
      ];
      for (const text of typed) expect(RecoveryKey.parse(text)?.holderSecret, text).toEqual(key.holderSecret);
    }
  });

  test('is refused where a sign is wrong, missing or in another place', () => {
    const written = RecoveryKey.create().format();
    const wrong = written[0] === 'A' ? 'B' : 'A';
    const swapped = `${written.slice(5, 9)}-${written.slice(0, 4)}${written.slice(9)}`;
    for (const text of ['', 'é', written.slice(1), `${written}0`, wrong + written.slice(1)]) {
      expect(RecoveryKey.parse(text), text).toBeUndefined();
    }
    if (swapped !== written) expect(RecoveryKey.parse(swapped)).toBeUndefined();
  });
});

describe('a holder', () => {
  const secret = Buffer.alloc(32, 1);
  const office = OfficeKey.create();

  test('shares a key with the office, and with nobody else', () => {
    const keys = HolderKeys.create(office.publicKey);
    expect(keys.keyFor('data-key')).toEqual(office.keyFor(keys.publicKey, 'data-key'));
    expect(OfficeKey.create().keyFor(keys.publicKey, 'data-key')).not.toEqual(keys.keyFor('data-key'));
    expect(office.keyFor(undefined, 'data-key')).not.toEqual(keys.keyFor('data-key'));
  });

  test('is opened by its secret, under its id and as it was written alone', () => {
    const document = HolderKeys.create(office.publicKey).wrap('dupont', secret);
    expect(HolderKeys.open('dupont', document, secret)?.publicKey).toBe(document.publicKey);
    expect(HolderKeys.open('dupont', document, Buffer.alloc(32, 2))).toBeUndefined();
    expect(HolderKeys.open('martin', document, secret)).toBeUndefined();
    expect(HolderKeys.open('dupont', { ...document, publicKey: createKeyPair().publicKey }, secret)).toBeUndefined();
  });

  test('follows the office from key to key, however long it was away', () => {
    const [second, third] = [OfficeKey.create(), OfficeKey.create()];
    const document = HolderKeys.create(office.publicKey).wrap('dupont', secret);
    const introduced = second.introduce(third, office.introduce(second, document));
    expect(HolderKeys.open('dupont', introduced, secret)?.officePublicKey).toBe(third.publicKey);
  });

  test('does not follow an office that its own did not introduce', () => {
    const stranger = OfficeKey.create();
    const document = HolderKeys.create(office.publicKey).wrap('dupont', secret);
    const forged = OfficeKey.create().introduce(stranger, document);
    expect(HolderKeys.open('dupont', forged, secret)?.officePublicKey).toBe(office.publicKey);
    const borrowed = office.introduce(stranger, HolderKeys.create(office.publicKey).wrap('martin', secret)).endorsements;
    expect(HolderKeys.open('dupont', { ...document, endorsements: borrowed }, secret)?.officePublicKey).toBe(office.publicKey);
  });
});

test('the office knows its own statements, and nobody else’s', () => {
  const office = OfficeKey.create();
  const proof = office.prove(['account', 'dupont', 'user']);
  expect(office.hasProved(['account', 'dupont', 'user'], proof)).toBe(true);
  expect(office.hasProved(['account', 'dupont', 'administrator'], proof)).toBe(false);
  expect(office.hasProved(['account', 'dupont', 'user'], undefined)).toBe(false);
  expect(OfficeKey.create().hasProved(['account', 'dupont', 'user'], proof)).toBe(false);
  expect(OfficeKey.from(office.bytes).hasProved(['account', 'dupont', 'user'], proof)).toBe(true);
});
