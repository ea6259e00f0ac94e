import type { ProbeReport } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import {
  bySystem,
  certificate,
  diagnoseOne,
  direct,
  failed,
  noonMs,
  reached,
  throughProxy,
} from '../../../test/support/connection-evidence.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import type { Way } from './cause-sentence.ts';
import { diagnose } from './diagnosis.ts';

const own = 'https://serveur.exemple.fr:8443/ie';
const refusal = (status: number, schemes: readonly string[] = [], hadCredentials = false): Partial<ProbeReport> => ({
  systemCode: `HTTP ${status}`,
  proxyRefusal: { status, schemes, hadCredentials },
});
const tls = (cause: NonNullable<ProbeReport['cause']>, more: Partial<ProbeReport> = {}) =>
  failed(cause, 'tls', { certificate: certificate(), ...more });
const missingIssuer = (found: boolean, completesChain: boolean): Partial<ProbeReport> => ({
  findings: {
    missingIssuer: {
      address: 'http://ca/x',
      certificate: found ? certificate({ subject: 'CA 2', issuer: 'Racine' }) : null,
      completesChain,
    },
  },
});

type Row = readonly [what: string, report: ProbeReport, sentence: string, actor: string, next: string, way?: Way, url?: string];

const onTheWay: readonly Row[] = [
  ['no network', failed('offline', 'name'), 'offline', 'user', 'check-network'],
  ['an unknown name', failed('dns-unknown', 'name', { systemCode: 'ENOTFOUND' }), 'dns-unknown', 'user', 'check-address', direct, own],
  [
    'a silent name server',
    failed('dns-unknown', 'name', { systemCode: 'EAI_AGAIN' }),
    'dns-unknown-silent',
    'network-administrator',
    'tell-network-administrator',
  ],
  ['a name server that takes too long', failed('timeout', 'name'), 'timeout-name', 'network-administrator', 'tell-network-administrator'],
  [
    'settings that take too long',
    failed('timeout', 'route'),
    'timeout-route',
    'network-administrator',
    'tell-network-administrator',
    bySystem,
  ],
  ['a refused connection', failed('refused', 'connect', { systemCode: 'ECONNREFUSED' }), 'refused', 'user', 'check-address', direct, own],
  [
    'a firewall of this workstation',
    failed('refused', 'connect', { systemCode: 'EACCES' }),
    'refused-by-workstation',
    'network-administrator',
    'allow-on-workstation',
  ],
  ['a firewall that swallows', failed('timeout', 'connect'), 'timeout-connect', 'network-administrator', 'tell-network-administrator'],
  ['a server that is silent in TLS', failed('timeout', 'tls'), 'timeout-tls', 'network-administrator', 'tell-network-administrator'],
  ['a server that is silent after it', failed('timeout', 'http'), 'timeout-http', 'impact-emploi', 'wait'],
  ['a firewall that cuts TLS by the name', failed('reset', 'tls'), 'reset-tls', 'network-administrator', 'allow-in-firewall'],
  ['a firewall that cuts at once', failed('reset', 'connect'), 'reset-tls', 'network-administrator', 'allow-in-firewall'],
  ['a server that cuts', failed('reset', 'http'), 'reset-http', 'impact-emploi', 'wait'],
  [
    'HTTP where HTTPS is expected',
    failed('not-tls', 'tls', { findings: { speaksPlainHttp: true } }),
    'not-tls-plain',
    'user',
    'leave-out-port',
    direct,
    own,
  ],
  ['something else there', failed('not-tls', 'tls'), 'not-tls', 'user', 'check-address'],
  [
    'HTTP/2 alone',
    failed('bad-answer', 'http', { findings: { speaksOnlyHttp2: true } }),
    'bad-answer-http2',
    'impact-emploi',
    'tell-owner',
  ],
  ['nonsense', failed('bad-answer', 'http'), 'bad-answer', 'impact-emploi', 'tell-owner'],
];

const atProxy: readonly Row[] = [
  [
    'an unknown proxy',
    failed('proxy-unreachable', 'name', { systemCode: 'ENOTFOUND' }),
    'proxy-unreachable-unknown',
    'user',
    'check-proxy',
    throughProxy,
  ],
  [
    'a proxy that refuses',
    failed('proxy-unreachable', 'connect', { systemCode: 'ECONNREFUSED' }),
    'proxy-unreachable-refused',
    'user',
    'check-proxy',
    throughProxy,
  ],
  ['a silent proxy', failed('proxy-unreachable', 'connect'), 'proxy-unreachable-named', 'user', 'check-proxy', throughProxy],
  [
    'the system’s silent proxy',
    failed('proxy-unreachable', 'connect'),
    'proxy-unreachable-named',
    'network-administrator',
    'tell-network-administrator',
    bySystem,
  ],
  ['a proxy that connects and is silent', failed('timeout', 'proxy'), 'timeout-proxy', 'user', 'check-proxy', throughProxy],
  [
    'a proxy that wants a password',
    failed('proxy-auth', 'proxy', refusal(407, ['Basic'])),
    'proxy-auth-missing',
    'user',
    'sign-in-to-proxy',
    throughProxy,
  ],
  [
    'a wrong password',
    failed('proxy-auth', 'proxy', refusal(407, ['Basic'], true)),
    'proxy-auth-wrong',
    'user',
    'correct-proxy-password',
    throughProxy,
  ],
  [
    'the system’s proxy wanting one',
    failed('proxy-auth', 'proxy', refusal(407, ['Basic'])),
    'proxy-auth-missing',
    'user',
    'choose-proxy',
    bySystem,
  ],
  [
    'NTLM',
    failed('proxy-auth-scheme', 'proxy', refusal(407, ['NTLM'])),
    'proxy-auth-scheme-windows',
    'network-administrator',
    'free-from-identification',
    throughProxy,
  ],
  [
    'Kerberos',
    failed('proxy-auth-scheme', 'proxy', refusal(407, ['Negotiate'])),
    'proxy-auth-scheme-windows',
    'network-administrator',
    'free-from-identification',
    bySystem,
  ],
  [
    'Digest',
    failed('proxy-auth-scheme', 'proxy', refusal(407, ['Digest'])),
    'proxy-auth-scheme-other',
    'network-administrator',
    'free-from-identification',
    throughProxy,
  ],
  [
    'a proxy that forbids',
    failed('proxy-forbidden', 'proxy', refusal(403)),
    'proxy-forbidden-named',
    'network-administrator',
    'allow-in-proxy',
    throughProxy,
  ],
  [
    'a name unknown to it',
    failed('dns-unknown', 'proxy'),
    'dns-unknown-at-proxy',
    'network-administrator',
    'tell-network-administrator',
    throughProxy,
  ],
  [
    'a server it doesn’t reach',
    failed('refused', 'proxy', refusal(502)),
    'refused-behind-proxy',
    'network-administrator',
    'tell-network-administrator',
    throughProxy,
  ],
  [
    'a server it waits for',
    failed('timeout', 'proxy', refusal(504)),
    'timeout-behind-proxy',
    'network-administrator',
    'tell-network-administrator',
    throughProxy,
  ],
  [
    'a proxy’s error',
    failed('proxy-bad', 'proxy', refusal(500)),
    'proxy-bad-status',
    'network-administrator',
    'tell-network-administrator',
    throughProxy,
  ],
  ['a web server for a proxy', failed('proxy-bad', 'proxy', refusal(405)), 'proxy-bad-no-proxy', 'user', 'check-proxy', throughProxy],
  ['no HTTP from it', failed('proxy-bad', 'proxy'), 'proxy-bad-no-proxy', 'user', 'check-proxy', throughProxy],
  ['a portal in its place', failed('captive-portal', 'proxy'), 'captive-portal', 'user', 'sign-in-to-network', throughProxy],
];

const inTls: readonly Row[] = [
  [
    'an expired certificate',
    tls('cert-expired', { certificate: certificate({ validTo: '2026-01-01T00:00:00Z' }) }),
    'cert-expired-since',
    'impact-emploi',
    'tell-owner',
  ],
  [
    'one from tomorrow',
    tls('cert-not-yet-valid', { certificate: certificate({ validFrom: '2026-02-01T00:00:00Z' }) }),
    'cert-not-yet-valid-until',
    'user',
    'check-clock',
  ],
  [
    'another’s certificate',
    tls('cert-wrong-host', { certificate: certificate({ names: ['a.fr', 'b.fr'] }) }),
    'cert-wrong-host-named',
    'impact-emploi',
    'tell-owner',
  ],
  ['a self-signed one', tls('cert-self-signed'), 'cert-self-signed', 'network-administrator', 'tell-network-administrator'],
  [
    'a missing piece that is found',
    tls('cert-incomplete-chain', missingIssuer(true, true)),
    'cert-incomplete-chain-found',
    'impact-emploi',
    'tell-owner',
  ],
  [
    'a missing piece that is not',
    tls('cert-incomplete-chain', missingIssuer(false, false)),
    'cert-incomplete-chain-lost',
    'impact-emploi',
    'tell-owner',
  ],
  [
    'an unknown authority',
    tls('cert-unknown-ca', { certificate: certificate({ issuer: 'Mairie' }) }),
    'cert-unknown-ca-named',
    'network-administrator',
    'vouch-for-authority',
  ],
  [
    'an outdated certificate of an unknown authority',
    tls('cert-unknown-ca', {
      systemCode: 'CERT_HAS_EXPIRED',
      encryption: { chain: [certificate()], unknownAuthority: { name: 'Mairie', isSent: false, systemStore: 'absent' } },
    }),
    'cert-unknown-ca-named',
    'network-administrator',
    'vouch-for-authority',
  ],
  [
    'a key too short of a known authority',
    tls('cert-unknown-ca', { systemCode: 'EE_KEY_TOO_SMALL', encryption: { chain: [certificate()], trustedBy: 'bundled' } }),
    'cert-unknown-ca-weak',
    'impact-emploi',
    'tell-owner',
  ],
  [
    'a certificate of a known authority for another use',
    tls('cert-unknown-ca', { systemCode: 'INVALID_PURPOSE', encryption: { chain: [certificate()], trustedBy: 'bundled' } }),
    'cert-unknown-ca-unfit',
    'impact-emploi',
    'tell-owner',
  ],
  [
    'an antivirus',
    tls('cert-unknown-ca', { certificate: certificate({ issuer: 'Kaspersky Anti-Virus Personal Root' }) }),
    'cert-intercepted-antivirus',
    'network-administrator',
    'exclude-from-antivirus',
  ],
  [
    'a firewall that opens',
    tls('cert-self-signed', { certificate: certificate({ issuer: 'FortiGate CA' }) }),
    'cert-intercepted-network',
    'network-administrator',
    'exclude-from-inspection',
  ],
  [
    'a server with old TLS',
    failed('tls-version', 'tls', { findings: { oldestEncryption: 'TLSv1.1' } }),
    'tls-version-server-old',
    'impact-emploi',
    'tell-owner',
  ],
  ['nothing in common', failed('tls-version', 'tls'), 'tls-version', 'impact-emploi', 'tell-owner'],
];

const rows = [...onTheWay, ...atProxy, ...inTls].map(([what, report, sentence, actor, next, way = direct, url]) => ({
  what,
  expected: { ok: false, sentence: { key: `cause.${sentence}` }, actor, next: { key: `next.${next}` } },
  diagnosed: () => diagnoseOne(report, way, url),
}));

test.each(rows)('$what has its sentence, its actor and its next step: %#', ({ expected, diagnosed }) => {
  expect(diagnosed()).toMatchObject(expected);
});

describe('sentences name', () => {
  test('the names that a certificate is good for, at most three', () => {
    const names = ['a.fr', 'b.fr', 'c.fr', 'd.fr'];
    expect(diagnoseOne(tls('cert-wrong-host', { certificate: certificate({ names }) })).sentence.args).toMatchObject({
      names: 'a.fr, b.fr, c.fr',
    });
  });

  test('the date of the certificate in the chain that has expired', () => {
    const chain = [certificate(), certificate({ subject: 'CA 2', validTo: '2026-01-01T00:00:00Z' })];
    const { sentence } = diagnoseOne(tls('cert-expired', { encryption: { chain } }));
    expect(sentence.args).toMatchObject({ validTo: Date.parse('2026-01-01') });
  });

  test('the missing piece, and for a complete chain that nobody vouches for its authority', () => {
    expect(diagnoseOne(tls('cert-incomplete-chain', missingIssuer(true, true))).sentence.args).toMatchObject({ missing: 'CA 2' });
    expect(diagnoseOne(tls('cert-incomplete-chain', missingIssuer(true, false)))).toMatchObject({
      cause: 'cert-unknown-ca',
      sentence: { args: { issuer: 'Racine' } },
    });
  });

  test('the schemes of a proxy, and the proxy that the system named', () => {
    const route = { proxy: { host: 'fd00::1', port: 8080, isEncrypted: false }, source: 'pac', detail: '' } as const;
    const { sentence } = diagnoseOne(failed('proxy-auth-scheme', 'proxy', { ...refusal(407, ['Negotiate', 'NTLM']), route }), bySystem);
    expect(sentence.args).toMatchObject({ schemes: 'Negotiate, NTLM', proxy: '[fd00::1]:8080' });
  });
});

describe('the product offers', () => {
  test('the factory address in the place of one’s own that isn’t found', () => {
    const { action } = diagnoseOne(failed('dns-unknown', 'name'), direct, own);
    expect(action).toEqual({
      kind: 'change',
      title: { key: 'action.use-factory-address', args: { address: factoryAddresses.authentication } },
      changes: { servers: { authentication: factoryAddresses.authentication } },
    });
  });

  test('the address without its port where that one is not encrypted', () => {
    const { action } = diagnoseOne(failed('not-tls', 'tls', { findings: { speaksPlainHttp: true } }), direct, own);
    expect(action).toMatchObject({ changes: { servers: { authentication: 'https://serveur.exemple.fr/ie' } } });
  });

  test('the system’s proxy in the fields, to sign in to', () => {
    const route = { proxy: { host: 'proxy.agence', port: 8080, isEncrypted: false }, source: 'system', detail: '' } as const;
    expect(diagnoseOne(failed('proxy-auth', 'proxy', { ...refusal(407, ['Basic']), route }), bySystem).action).toMatchObject({
      title: { args: { proxy: 'proxy.agence:8080' } },
      changes: { type: 'proxy', proxy: { host: 'proxy.agence', port: 8080 } },
    });
  });

  test('the address with https:// where the mode allows nothing else', () => {
    const address = 'https://ancien.fr/';
    const problem = { key: 'error.connection.address-http', args: { address } };
    const [result] = diagnose([{ role: 'update', url: 'http://ancien.fr/', ms: 0, problem }], direct, noonMs);
    expect(result).toMatchObject({
      cause: 'address-invalid',
      next: { args: { address } },
      action: { changes: { servers: { update: address } } },
    });
  });

  test('the address to which the server of the same owner sends on', () => {
    const answer = { status: 301, headers: { location: 'https://ie.urssaf.fr/' }, body: '' };
    expect(diagnoseOne(reached({ answer }))).toMatchObject({
      cause: 'redirect',
      sentence: { key: 'cause.redirect-same-site' },
      action: { title: { args: { address: 'https://ie.urssaf.fr' } }, changes: { servers: { authentication: 'https://ie.urssaf.fr' } } },
    });
    const elsewhere = { ...answer, headers: { location: 'https://ailleurs.fr/' } };
    expect(diagnoseOne(reached({ answer: elsewhere }))).toMatchObject({ actor: 'impact-emploi', next: { key: 'next.tell-owner' } });
  });

  test('to write to the assistance desk where it can act', () => {
    const expired = tls('cert-expired', { certificate: certificate({ validTo: new Date(noonMs - 1).toISOString() }) });
    expect(diagnoseOne(expired).action).toMatchObject({ kind: 'run', command: 'connection.contact-assistance' });
  });
});
