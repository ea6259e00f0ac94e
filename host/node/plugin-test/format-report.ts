import { createTranslator, type Translate } from '../../../core/l10n/translator.ts';
import type { Language } from '../../../core/message.ts';
import shellEnglish from '../../locales/en.json' with { type: 'json' };
import shellFrench from '../../locales/fr.json' with { type: 'json' };
import { type Finding, topics, type Verdict } from './finding.ts';
import english from './locales/en.json' with { type: 'json' };
import french from './locales/fr.json' with { type: 'json' };
import type { PluginTestReport } from './run-plugin-test.ts';

const marks: Readonly<Record<Verdict | 'passed', string>> = { passed: '✓', warning: '!', failed: '✗', skipped: '–' };

/** A report as text for people: a line a topic, and below it what was found. */
export function formatReport(report: PluginTestReport, language: Language): readonly string[] {
  const t = reportTexts(language);
  const looked = topics.filter((topic) => report.topics.includes(topic));
  const lines = looked.flatMap((topic) => {
    const found = report.findings.filter((finding) => finding.topic === topic);
    return [`${marks[worst(found)]} ${t(`topic.${topic}`)}`, ...found.flatMap((finding) => describe(finding, t))];
  });
  return [`${report.id} ${report.version}`.trim(), ...lines, ...cost(report, t), summary(report, t)];
}

/** A report for programs, with the sentences in it. */
export function reportAsJson(report: PluginTestReport, language: Language): string {
  const t = reportTexts(language);
  const { id, version, topics: looked, activationsMs, panelBytes, findings } = report;
  const worded = findings.map(({ topic, verdict, message, detail }) => ({
    topic,
    verdict,
    code: message.key,
    sentence: t(message),
    detail,
  }));
  return JSON.stringify({ ok: isSound(report), id, version, topics: looked, activationsMs, panelBytes, findings: worded });
}

export function isSound({ findings }: PluginTestReport): boolean {
  return !findings.some(({ verdict }) => verdict === 'failed');
}

/** Reasons are the shell's own sentences. */
function reportTexts(language: Language): Translate {
  const strings = language === 'fr' ? { ...shellFrench, ...french } : { ...shellEnglish, ...english };
  return createTranslator(strings, language);
}

function worst(findings: readonly Finding[]): Verdict | 'passed' {
  const order: readonly Verdict[] = ['failed', 'warning', 'skipped'];
  return order.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? 'passed';
}

function describe({ verdict, message, detail }: Finding, t: Translate): readonly string[] {
  const details = detail?.split('\n').map((line) => `      ${line.trim()}`) ?? [];
  return [`  ${marks[verdict]} ${t(message)}`, ...details];
}

function cost({ activationsMs, panelBytes }: PluginTestReport, t: Translate): readonly string[] {
  const [first] = activationsMs;
  if (first === undefined) return [];
  const again = Math.min(...activationsMs);
  const panels =
    panelBytes === 0 ? { key: 'report.cost.no-panels' } : { key: 'report.cost.panels', args: { kilobytes: kilobytes(panelBytes) } };
  return [t('report.cost', { first: Math.round(first), again: Math.round(again), panels })];
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 102.4) / 10;
}

function summary({ topics: looked, findings }: PluginTestReport, t: Translate): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return t('report.summary', { passed: looked.length, failed: count('failed'), warnings: count('warning'), skipped: count('skipped') });
}
