import type { Translate } from '../../../core/l10n/translator.ts';
import type { Serialisable } from '../../../core/message.ts';
import { onOneLine } from '../packages/on-one-line.ts';

/** Whom the access test names; others are no words for people. */
const actors = ['user', 'network-administrator', 'impact-emploi', 'net-entreprises'] as const;

type Members = Readonly<Record<string, Serialisable | undefined>>;

/**
 * A command's result as text for people. What says in a `sentence` how it went is shown by it, with what stands in
 * `label` or `url` and, where it failed, `actor`, `next` and `stages`; anything else by its members.
 */
export function formatResult(value: Serialisable, t: Translate): string {
  const lines = value === null ? [] : formatLines(value, t);
  return lines.length === 0 ? t('cli.result.none') : lines.join('\n');
}

function formatLines(value: Serialisable, t: Translate): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Serialisable) => formatLines(item, t));
  if (typeof value !== 'object' || value === null) return [formatScalar(value, t)];
  const members = value as Members;
  if (isVerdict(members)) return formatVerdict(members, t);
  return isReport(members) ? formatReport(members, t) : formatMembers(members, t);
}

/** Verdicts, and beside them only what they say already. */
function isReport({ ok, ms: _, ...others }: Members): boolean {
  return typeof ok === 'boolean' && Object.values(others).some((member) => Array.isArray(member));
}

function formatReport({ ok: _ok, ms: _ms, ...others }: Members, t: Translate): readonly string[] {
  return Object.values(others).flatMap((member) => (Array.isArray(member) ? formatLines(member, t) : []));
}

function isVerdict(members: Members): boolean {
  return typeof members.ok === 'boolean' && [members.sentence, members.label, members.url].some((text) => typeof text === 'string');
}

function formatVerdict({ ok, label, url, sentence, actor, next, stages }: Members, t: Translate): readonly string[] {
  const subject = [label, url].find((text) => typeof text === 'string');
  const verdict = typeof sentence === 'string' && sentence !== '' ? sentence : t(ok ? 'cli.result.ok' : 'cli.result.failed');
  const args = { subject: String(subject ?? ''), verdict };
  const line = subject === undefined ? verdict : t('cli.result.line', args);
  const who = isActor(actor) ? [t('cli.result.actor', { who: t(`cli.result.actor.${actor}`) })] : [];
  const advice = typeof next === 'string' && next !== '' ? [next] : [];
  const course = Array.isArray(stages) && !(ok && stages.every(hasPassed)) ? stages.flatMap((stage) => formatStage(stage, t)) : [];
  // Servers and certificates write parts of it, and could write a line of their own that passes for ours.
  return [`${mark(ok)} ${onOneLine(line)}`, ...[...who, ...advice, ...course].map((detail) => `    ${onOneLine(detail)}`)];
}

function hasPassed(stage: Serialisable): boolean {
  return typeof stage !== 'object' || stage === null || (stage as Members).ok !== false;
}

/** How far something came that failed, or in what, for whoever looks closer. */
function formatStage(stage: Serialisable, t: Translate): readonly string[] {
  if (typeof stage !== 'object' || stage === null) return [];
  const { name, ok, ms, detail } = stage as Members;
  if (typeof name !== 'string' || typeof ms !== 'number') return [];
  const stageName = t('cli.result.stage', { name });
  const text = typeof detail === 'string' && detail !== '' ? t('cli.result.line', { subject: stageName, verdict: detail }) : stageName;
  return [`${mark(ok)} ${text} (${Math.round(ms)} ms)`];
}

function isActor(actor: Serialisable | undefined): actor is (typeof actors)[number] {
  return (actors as readonly unknown[]).includes(actor);
}

function mark(ok: Serialisable | undefined): string {
  return ok ? '✓' : '✗';
}

function formatMembers(members: Members, t: Translate): readonly string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    if (member === undefined || member === null) return [];
    if (typeof member !== 'object') return [t('cli.result.line', { subject: name, verdict: formatScalar(member, t) })];
    const lines = formatLines(member, t);
    return lines.length === 0 ? [] : [t('cli.result.heading', { name }), ...lines.map((line) => `  ${line}`)];
  });
}

function formatScalar(value: Serialisable, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'cli.result.yes' : 'cli.result.no');
  return String(value);
}
