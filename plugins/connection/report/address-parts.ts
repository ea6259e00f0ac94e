import type { RecordedAddress, RecordedCertificate, RecordedEncryption, RecordedFacts, RecordedRoute } from '../records/test-record.ts';
import { given, type Line, type Part, said } from './part.ts';

type AddressPart = Part<RecordedAddress>;

const withFacts =
  (change: Partial<RecordedFacts>) =>
  (address: RecordedAddress): RecordedAddress => ({
    ...address,
    facts: { ...address.facts, ...change },
  });

const withEncryption =
  (change: Partial<RecordedEncryption>) =>
  ({ facts, ...address }: RecordedAddress): RecordedAddress => ({
    ...address,
    facts: { ...facts, encryption: facts.encryption && { ...facts.encryption, ...change } },
  });

/** What is told of each of the three addresses. */
export const addressParts: readonly AddressPart[] = [
  { id: 'url', isPrivate: true, read: ({ url }) => [url || said('unreadable-address')], withhold: (address) => ({ ...address, url: '' }) },
  { id: 'outcome', read: ({ ok, cause }) => (ok ? [said('reached')] : [said('unreached'), ...given(cause ?? '')]) },
  {
    id: 'sentence',
    isPrivate: true,
    read: ({ sentence }) => [sentence],
    withhold: (address) => ({ ...address, sentence: '' }),
    essence: ({ cause }) => cause,
  },
  {
    id: 'remedy',
    read: ({ actor, next }) => [...(actor ? [said(`actor.${actor}`)] : []), ...(next ? [next] : [])],
    withhold: (address) => ({ ...address, actor: null, next: null }),
  },
  { id: 'notes', isPrivate: true, read: ({ notes }) => notes, withhold: (address) => ({ ...address, notes: [] }) },
  {
    id: 'way',
    isPrivate: true,
    read: ({ facts: { route } }) => (route ? describeWay(route) : []),
    withhold: withFacts({ route: null }),
  },
  {
    id: 'proxy-refusal',
    read: ({ facts: { proxyRefusal } }) =>
      proxyRefusal
        ? [
            said('proxy-refusal', { status: proxyRefusal.status, schemes: proxyRefusal.schemes.join(', ') || '–' }),
            ...(proxyRefusal.hadCredentials ? [said('proxy-had-credentials')] : []),
          ]
        : [],
    withhold: withFacts({ proxyRefusal: null }),
  },
  {
    id: 'status',
    read: ({ facts: { status, systemCode } }) => [...(status === null ? [] : [`HTTP ${status}`]), ...given(systemCode)],
    withhold: withFacts({ status: null, systemCode: '' }),
  },
  {
    id: 'attempts',
    isPrivate: true,
    read: ({ facts: { attempts } }) =>
      attempts.map(({ address, outcome, startMs, ms, systemCode }) =>
        said('attempt', { address: address || '–', outcome: said(`attempt.${outcome}`), startMs, ms, code: systemCode || '–' }),
      ),
    withhold: withFacts({ attempts: [] }),
    essence: ({ facts: { attempts } }) => attempts.map(({ address, outcome, systemCode }) => [address, outcome, systemCode]),
  },
  {
    id: 'encryption',
    read: ({ facts }) => describeEncryption(facts),
    withhold: withEncryption({ version: '', cipher: '', trustedBy: null }),
  },
  {
    id: 'certificates',
    isPrivate: true,
    read: ({ facts: { encryption } }) => (encryption?.chain ?? []).flatMap(describeCertificate),
    withhold: withEncryption({ chain: [] }),
  },
  {
    id: 'clock',
    read: ({ facts: { clock } }) => (clock ? [said('clock', { server: clock.serverMs, local: clock.localMs })] : []),
    withhold: withFacts({ clock: null }),
    essence: () => null,
  },
  {
    id: 'findings',
    isPrivate: true,
    read: ({ facts }) => describeFindings(facts),
    withhold: (address) => withEncryption({ unknownAuthority: null })(withFacts({ findings: null })(address)),
  },
  {
    id: 'questions',
    isPrivate: true,
    read: ({ facts: { questions } }) =>
      questions.map(({ purpose, url, way, cause, ms }) =>
        said('question', {
          purpose: said(`question.${purpose}`),
          url: url || '–',
          way: { key: `type.${way}` },
          answer: cause ?? said('reached'),
          ms,
        }),
      ),
    withhold: withFacts({ questions: [] }),
    essence: ({ facts: { questions } }) => questions.map(({ purpose, way, cause }) => [purpose, way, cause]),
  },
  {
    id: 'stages',
    isPrivate: true,
    read: ({ stages }) =>
      stages.map(({ name, ok, ms, detail }) => said(ok ? 'stage-passed' : 'stage-failed', { name, ms, detail: detail || '–' })),
    withhold: (address) => ({ ...address, stages: [] }),
    essence: ({ stages }) => stages.map(({ name, ok, detail }) => [name, ok, detail]),
  },
];

function describeWay({ proxy, source, detail, unreached }: RecordedRoute): readonly Line[] {
  const way = proxy
    ? `${proxy.protocol === 'socks5' ? 'socks5://' : proxy.isEncrypted ? 'https://' : ''}${proxy.host}:${proxy.port}`
    : said('directly');
  const from = { key: `way-source.${source}` };
  return [
    said('way', { way, source: detail ? { key: 'way-source.detailed', args: { source: from, detail } } : from }),
    ...(unreached.length > 0 ? [said('unreached-proxies', { proxies: unreached.join(', ') })] : []),
  ];
}

function describeEncryption({ encryption }: RecordedFacts): readonly Line[] {
  if (!encryption) return [];
  const { version, cipher, trustedBy } = encryption;
  return [...given([version, cipher].filter(Boolean).join(', ')), ...(trustedBy ? [said(`trusted-by.${trustedBy}`)] : [])];
}

function describeCertificate({ subject, issuer, validFrom, validTo, names, fingerprint }: RecordedCertificate): readonly Line[] {
  const [from, to] = [validFrom, validTo].map((text) => text.slice(0, 10) || '–') as [string, string];
  return [
    said('certificate', { subject: subject || '–', issuer: issuer || '–', from, to }),
    ...(names.length > 0 ? [said('certificate-names', { names: names.join(', ') })] : []),
    ...(fingerprint ? [said('fingerprint', { fingerprint })] : []),
  ];
}

function describeFindings({ findings, encryption }: RecordedFacts): readonly Line[] {
  const { missingIssuer = null, oldestEncryption = '', speaksOnlyHttp2 = false, speaksPlainHttp = false } = findings ?? {};
  const authority = encryption?.unknownAuthority;
  return [
    ...(authority ? [said(`unknown-authority.${authority.systemStore}`, { name: authority.name || '–' })] : []),
    ...(missingIssuer
      ? [
          said(missingIssuer.completesChain ? 'missing-issuer-found' : 'missing-issuer', {
            subject: missingIssuer.subject || '–',
            address: missingIssuer.address || '–',
          }),
        ]
      : []),
    ...(oldestEncryption
      ? [oldestEncryption === 'none' ? said('no-encryption-shared') : said('oldest-encryption', { version: oldestEncryption })]
      : []),
    ...(speaksOnlyHttp2 ? [said('only-http2')] : []),
    ...(speaksPlainHttp ? [said('plain-http')] : []),
  ];
}
