import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type AcceptedAnswer, readAuthenticationAnswer } from './authentication-answer.ts';

function read(status: number, headers: Record<string, string> = {}, body = '') {
  return readAuthenticationAnswer({ status, headers, body });
}

const token = Buffer.from('a token of the portal').toString('base64');

describe('a token', () => {
  test('is accepted with its end', async () => {
    const expires = 'Tue, 19 Mar 2019 12:00:00 GMT';
    const answer = read(200, { expires }, `${token}\r\n`);
    expect(answer).toMatchObject({ kind: 'accepted', expiresAt: Date.UTC(2019, 2, 19, 12) });
    expect(await (answer as AcceptedAnswer).token.reveal()).toBe(token);
    expect(`${JSON.stringify(answer)}${inspect(answer)}`).not.toContain(token);
  });

  test.each([{}, { expires: '0' }, { expires: 'never' }])('is accepted without a usable end: %j', (headers) => {
    expect(read(200, headers as Record<string, string>, token)).toMatchObject({ kind: 'accepted' });
  });

  test.each(['', '  ', 'maintenance', 'jeton=abc', 'a b c d', '{"a":1}', 'QUJD=QUJD', '===='])('is not %j', (body) => {
    expect(read(200, {}, body)).toEqual({ kind: 'no-token' });
  });

  test.each(['<!DOCTYPE html><p>', ' <html>', '<?xml version="1.0"?>'])('is not the page %j', (body) => {
    expect(read(200, {}, body)).toEqual({ kind: 'web-page' });
  });

  test('is not what calls itself a page', () => {
    expect(read(200, { 'content-type': 'text/html; charset=utf-8' }, token)).toEqual({ kind: 'web-page' });
  });
});

test.each(['application/octet-stream', 'text/plain; charset=utf-8', ''])('a token may come as %j', (type) => {
  expect(read(200, { 'content-type': type }, token)).toMatchObject({ kind: 'accepted' });
});

test.each([
  ['application/json', 'application/json'],
  ['image/png; x="<b>"', 'image/png'],
  ['<b>/x', ''],
])('what comes as %j is no token, whatever it looks like', (contentType, type) => {
  expect(read(200, { 'content-type': contentType }, token)).toMatchObject(
    type === '' ? { kind: 'accepted' } : { kind: 'wrong-type', type },
  );
});

describe('a refusal', () => {
  test.each([
    ['Basic realm="net-entreprises.fr"', 'refused'],
    ['Basic realm="Expiration du mot de passe"', 'expired'],
    ['DSNLogin realm="Utilisateur non-inscrit au service"', 'not-registered'],
  ])('with %s means %s', (challenge, kind) => {
    expect(read(401, { 'www-authenticate': challenge })).toEqual({ kind });
  });

  test.each(['', 'Basic realm="Net-Entreprises.fr"', 'DSNLogin realm="Jeton manquant ou invalide"', 'Basic realm="proxy"', 'toString'])(
    'with %j is unknown, not guessed',
    (challenge) => {
      expect(read(401, { 'www-authenticate': challenge })).toEqual({ kind: 'unknown-refusal', status: 401 });
    },
  );
});

describe('a status', () => {
  test.each([
    [403, 'blocked'],
    [404, 'unavailable'],
    [407, 'judged-dangerous'],
    [422, 'malformed'],
    [429, 'too-many'],
    [503, 'unavailable'],
  ])('%i means %s', (status, kind) => {
    expect(read(status)).toEqual({ kind });
  });

  test.each([
    [500, 'server-error'],
    [502, 'server-error'],
    [204, 'unexpected'],
    [415, 'unexpected'],
  ])('%i means %s and is shown', (status, kind) => {
    expect(read(status)).toEqual({ kind, status });
  });

  test.each([301, 302, 307, 308])('%i is a redirection that is seen', (status) => {
    expect(read(status, { location: 'https://maintenance.example/' })).toEqual({
      kind: 'redirected',
      target: 'https://maintenance.example/',
    });
  });

  test('403 with a page comes from a filter, and blocks no account', () => {
    expect(read(403, { 'content-type': 'text/html' }, '<html>')).toEqual({ kind: 'web-page' });
  });
});

test('a portal that asks to wait is understood', () => {
  expect(read(429, { 'retry-after': '120' })).toEqual({ kind: 'too-many', retryAfterMs: 120_000 });
  expect(read(503, { 'retry-after': 'soon' })).toEqual({ kind: 'unavailable' });
});
