import { describe, expect, test } from 'vitest';
import { describeAnswers, type LookUp, resolveHost, systemLookUp } from './resolve-host.ts';

const never = new AbortController().signal;
const resolutionDelayMs = 20;

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Names whose answers are addresses, a failure's code, or none at all. */
function answering(four: readonly string[] | string | undefined, six: readonly string[] | string | undefined): LookUp {
  return (_host, family) => {
    const answer = family === 4 ? four : six;
    if (answer === undefined) return new Promise(() => {});
    return typeof answer === 'string' ? Promise.reject(coded(answer)) : Promise.resolve(answer);
  };
}

async function resolve(lookUp: LookUp) {
  const answers = await resolveHost('server.example', { lookUp, resolutionDelayMs }, never);
  return { described: describeAnswers(answers), answers };
}

describe('a name', () => {
  test.each([
    [['192.0.2.1', '192.0.2.2'], ['2001:db8::1'], 'IPv4 192.0.2.1, 192.0.2.2; IPv6 2001:db8::1'],
    [['192.0.2.1'], 'ENOTFOUND', 'IPv4 192.0.2.1; IPv6 ENOTFOUND'],
    ['EAI_AGAIN', ['2001:db8::1'], 'IPv4 EAI_AGAIN; IPv6 2001:db8::1'],
    [['192.0.2.1'], undefined, 'IPv4 192.0.2.1; the other family not known yet'],
    [Array.from({ length: 1_000 }, () => '192.0.2.1'), 'ENOTFOUND', `IPv4 ${'192.0.2.1, '.repeat(10)}990 more; IPv6 ENOTFOUND`],
  ])('with the answers %j and %j is described as such', async (four, six, expected) => {
    expect((await resolve(answering(four, six))).described).toBe(expected);
  });

  test('is known by one family while the other’s answer is still to come', async () => {
    const { promise, resolve: answerLate } = Promise.withResolvers<readonly string[]>();
    const { answers } = await resolve((_host, family) => (family === 4 ? Promise.resolve(['192.0.2.1']) : promise));
    answerLate(['2001:db8::1']);
    expect(await answers.late).toEqual({ family: 6, addresses: ['2001:db8::1'] });
  });

  test.each([
    ['ENOTFOUND', 'ENOTFOUND', 'ENOTFOUND'],
    ['ENOTFOUND', 'EAI_AGAIN', 'EAI_AGAIN'],
    ['EAI_AGAIN', 'ENOTFOUND', 'EAI_AGAIN'],
  ])('without addresses (%s, %s) fails with %s', async (four, six, systemCode) => {
    const detail = `IPv4 ${four}; IPv6 ${six}`;
    await expect(resolve(answering(four, six))).rejects.toMatchObject({ systemCode, detail });
  });

  test('that a bug keeps from being looked up fails as the bug', async () => {
    await expect(resolve(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError);
  });

  test('is not waited for once the caller has given up', async () => {
    const controller = new AbortController();
    const resolving = resolveHost('server.example', { lookUp: answering(undefined, undefined), resolutionDelayMs }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(resolving).rejects.toThrow('enough');
  });

  test.each(['invalid', 'nobody.invalid'])('%s is unknown without being asked for', async (host) => {
    const lookUp = () => expect.unreachable();
    await expect(resolveHost(host, { lookUp, resolutionDelayMs }, never)).rejects.toMatchObject({ systemCode: 'ENOTFOUND' });
  });
});

test.each([
  ['192.0.2.1', 4],
  ['2001:db8::1', 6],
])('the address %s is not looked up', async (address, family) => {
  const lookUp = () => expect.unreachable();
  expect(await resolveHost(address, { lookUp, resolutionDelayMs }, never)).toEqual({ known: [{ family, addresses: [address] }] });
});

test('the system knows this machine’s own name', async () => {
  const { known } = await resolveHost('localhost', { lookUp: systemLookUp(), resolutionDelayMs: 1_000 }, never);
  expect(known).toContainEqual({ family: 4, addresses: ['127.0.0.1'] });
});

describe('the system', () => {
  /** Notes what it is asked and never answers. */
  function silentSystem() {
    const asked: string[] = [];
    const ask = systemLookUp((host, family) => {
      asked.push(`${host} ${family}`);
      return new Promise(() => {});
    });
    return { asked, ask };
  }

  test('is asked for one name’s IPv6 addresses at a time, so that the next name’s IPv4 addresses needn’t wait', async () => {
    const { asked, ask } = silentSystem();
    for (const host of ['one.example', 'two.example', 'three.example']) for (const family of [4, 6] as const) void ask(host, family);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.filter((question) => question.endsWith('6'))).toEqual(['one.example 6']);
    expect(asked.filter((question) => question.endsWith('4'))).toHaveLength(3);
  });

  test('is asked once for what several wait for, and again for what it has answered', async () => {
    const { asked, ask } = silentSystem();
    void ask('one.example', 4);
    void ask('one.example', 4);
    expect(asked).toEqual(['one.example 4']);
    let times = 0;
    const answering = systemLookUp(async () => [`192.0.2.${++times}`]);
    expect([await answering('one.example', 4), await answering('one.example', 4)]).toEqual([['192.0.2.1'], ['192.0.2.2']]);
  });
});
