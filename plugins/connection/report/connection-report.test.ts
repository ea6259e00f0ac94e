import { describe, expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import { failedAddress, type SampleChanges, sampleRecord } from '../../../test/support/access-test-samples.ts';
import strings from '../locales/fr.json';
import { compareTests } from '../records/compare-tests.ts';
import { mailtoUrl } from './assistance-mail.ts';
import { composeReport } from './compose-report.ts';
import type { ConnectionReport } from './connection-report.ts';
import { sayInFrench } from './french.ts';
import { readImportedReport } from './read-imported.ts';
import { readReport } from './report-lines.ts';
import { composeReportMail } from './report-mail.ts';
import { reportParts, withhold } from './report-parts.ts';
import { toJson, toMarkdown } from './report-texts.ts';

const now = new Date(Date.UTC(2026, 2, 4, 8, 30));

function compose(changes: SampleChanges = {}): ConnectionReport {
  const success = sampleRecord();
  const record = sampleRecord(changes);
  const since = { at: success.at, sentence: { key: '' }, changes: compareTests(success, record) };
  const status = { state: 'failed', reason: null, next: null, cause: 'timeout' } as const;
  return composeReport({ test: record, changes: since, status, installation: 'IEA-0001', apiVersion: '1.2.0', now }, sayInFrench);
}

/** A test of which everything is known that can be. */
const full: SampleChanges = {
  values: { type: 'proxy', proxy: { host: 'proxy.bureau.example', port: 3128, user: 'dupont' } },
  each: (role) => ({
    ...failedAddress('proxy-auth'),
    notes: [{ key: 'result.reached', args: { ms: 3 } }],
    url: `https://${role}.example/chemin`,
  }),
};

const everything = compose({
  ...full,
  each: (role) => ({
    ...full.each!(role),
    facts: {
      status: 407,
      systemCode: 'ECONNRESET',
      route: {
        proxy: { host: 'proxy.bureau.example', port: 3128, isEncrypted: true },
        source: 'pac',
        detail: 'http://pac.example/p.pac',
        unreached: ['a:1'],
      },
      attempts: [{ address: '192.0.2.7', family: 4, outcome: 'failed', startMs: 1, ms: 2, systemCode: 'ECONNREFUSED' }],
      proxyRefusal: { status: 407, schemes: ['NTLM', 'Basic'], hadCredentials: true },
      encryption: {
        version: 'TLSv1.2',
        cipher: 'AES128',
        trustedBy: 'system',
        unknownAuthority: { name: 'Antivirus', isSent: true, systemStore: 'absent' },
        chain: [
          {
            subject: 's',
            issuer: 'i',
            validFrom: '2026-01-01T00:00:00.000Z',
            validTo: '2027-01-01T00:00:00.000Z',
            names: ['n.example'],
            fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
          },
        ],
      },
      clock: { serverMs: 1, localMs: 2 },
      findings: {
        missingIssuer: { address: 'http://ca.example/i.crt', certificate: null, completesChain: false },
        oldestEncryption: 'TLSv1.1',
        speaksOnlyHttp2: true,
        speaksPlainHttp: true,
      },
      questions: [{ purpose: 'other-way', url: 'https://x.example/', way: 'direct', cause: null, startMs: 1, ms: 2 }],
    },
  }),
});

test('the French of reports is the French of the window', () => {
  const t = createTranslator(strings, 'fr');
  for (const line of [
    { key: 'changes.since', args: { at: 0, change: { key: 'change.none' }, others: 2 } },
    { key: 'cause.timeout', args: { host: 'h' } },
    { key: 'no such key' },
  ]) {
    expect(sayInFrench(line)).toBe(t(line));
  }
});

describe('the JSON', () => {
  test('is read again as it was written', () => {
    expect(readImportedReport(toJson(everything))).toEqual(everything);
    expect(readImportedReport(toJson(compose()))).toEqual(compose());
  });

  test('has the members of its version and no others', () => {
    expect(Object.keys(everything)).toEqual([
      'format',
      'version',
      'createdAt',
      'timeZone',
      'apiVersion',
      'platform',
      'installation',
      'state',
      'stateCause',
      'test',
      'changes',
      'withheld',
    ]);
    expect(everything).toMatchObject({
      format: 'boule-bleue-connection-report',
      version: 1,
      installation: 'IEA-0001',
      platform: { system: process.platform },
    });
    expect(Date.parse(everything.createdAt)).toBe(now.getTime());
  });

  test('says of the user of the proxy only that there is one', () => {
    expect(everything.test.values.proxy).toEqual({ host: 'proxy.bureau.example', port: 3128, hasUser: true });
    expect(toJson(everything)).not.toContain('dupont');
  });
});

describe('what the user reads', () => {
  const lines = readReport(everything, sayInFrench);

  test('has words for every part', () => {
    expect(lines.flatMap(({ label, texts }) => [label, ...texts]).filter((text) => /^(part|report|address)[.-]|[{}]/.test(text))).toEqual(
      [],
    );
    expect(lines.map(({ id }) => id).toSorted()).toEqual(
      reportParts
        .map(({ id }) => id)
        .filter((id) => !id.endsWith('.typed') || lines.some((line) => line.id === id))
        .toSorted(),
    );
  });

  test('is all that leaves, also of what is left when a line is unticked', () => {
    expect(findUnseen(everything)).toEqual([]);
    for (const { id } of lines) expect(findUnseen(withhold(everything, [id])), id).toEqual([]);
  });

  test('keeps back each line that is unticked, in every form', () => {
    for (const { id, texts, isFixed } of lines) {
      const without = withhold(everything, [id]);
      const left = readReport(without, sayInFrench);
      expect([id, without.withheld]).toEqual([id, isFixed ? [] : [id]]);
      const same = left.find((line) => line.id === id);
      if (isFixed) expect(same?.texts).toEqual(texts);
      // Where an address is missing, that is said.
      else expect(same?.texts ?? [], id).toEqual(id.endsWith('.url') ? ['adresse illisible ou retirée'] : []);
      expect(readImportedReport(toJson(without)), id).toEqual(without);
    }
  });

  test('keeps back all that is private at once', () => {
    const report = withhold(
      everything,
      lines.filter(({ isPrivate }) => isPrivate).map(({ id }) => id),
    );
    for (const form of [toJson(report), toMarkdown(report, sayInFrench)]) {
      expect(form).not.toMatch(/bureau|192\.0\.2|pac\.example|ca\.example|IEA-0001|Antivirus|authentication\.example/);
    }
    expect(toMarkdown(report, sayInFrench)).toMatch(/L’utilisateur a retiré \d+ éléments de ce rapport/);
  });

  test('is not changed by ids that there are not', () => {
    expect(withhold(everything, ['__proto__', 'nothing'])).toEqual(everything);
  });
});

describe('the Markdown', () => {
  const markdown = toMarkdown(everything, sayInFrench);

  test('tells each address under its name', () => {
    expect(markdown).toMatch(/^# Rapport de connexion/);
    for (const heading of ['## Poste', '## Test', "## Adresse du serveur d'authentification", '## Adresse du serveur de mise à jour'])
      expect(markdown).toContain(`\n${heading}\n`);
    expect(markdown).toContain(
      '- **Chemin suivi** : https://proxy.bureau.example:3128, d’après un script de configuration automatique (http://pac.example/p.pac)',
    );
    expect(markdown).toContain('- **Changements depuis le dernier test réussi** :');
  });

  test('holds no markup that a server wrote', () => {
    const detail = '<img src=x onerror=alert(1)> [clic](javascript:alert(1)) `code` | *gras* # titre';
    const stages = [{ name: 'http', ok: true, startMs: 0, ms: 1, detail }];
    const hostile = toMarkdown(compose({ each: () => ({ stages }) }), sayInFrench);
    expect(hostile).not.toMatch(/(?<!\\)[<>[\]`|]/);
    expect(hostile).toContain('\\<img src=x onerror=alert(1)\\>');
  });
});

describe('the mail', () => {
  test('holds the whole report where a mail’s address has room for it', () => {
    const ids = reportParts.filter(({ withhold }) => withhold).map(({ id }) => id);
    const { mail, isWhole } = composeReportMail(withhold(everything, ids), sayInFrench);
    expect(isWhole).toBe(true);
    expect(mail.body).not.toContain('joint à ce message');
  });

  test('says else what explains a failure, and that the report is attached', () => {
    const { mail, isWhole } = composeReportMail(everything, sayInFrench);
    expect(isWhole).toBe(false);
    expect(mail.subject).toBe('Serveur de connexion 3.00.72');
    expect(mail.body).toContain('Installation : IEA-0001');
    expect(mail.body).toContain('Changements depuis le dernier test réussi : depuis le');
    expect(mail.body).toMatch(/Le rapport complet est joint à ce message\.$/);
    expect(mailtoUrl(mail).length).toBeLessThanOrEqual(2000);
  });

  test('tells nothing that was kept back', () => {
    const ids = reportParts.filter(({ isPrivate }) => isPrivate).map(({ id }) => id);
    const { mail } = composeReportMail(withhold(everything, ids), sayInFrench);
    expect(mail.body).not.toMatch(/IEA-0001|example/);
  });
});

/** Words of the form itself, which stand translated where they are shown. */
const formWords =
  /^(boule-bleue-connection-report|user|network-administrator|failed|pac|https?|system|absent|other-way|direct|proxy|securise|authentication|update|netEntreprises|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** Texts that leave without being shown. */
function findUnseen({ withheld: _, ...report }: ConnectionReport): readonly string[] {
  const shown = readReport({ ...report, withheld: [] }, sayInFrench).flatMap(({ texts }) => texts);
  return textsOf(report).filter((text) => !formWords.test(text) && !shown.some((line) => line.includes(text)));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
