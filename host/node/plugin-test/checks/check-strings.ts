import { languages } from '../../../../core/message.ts';
import { compareStrings, placeholderKeys, type Strings } from '../compare-strings.ts';
import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';

/** An apostrophe right before one of these quotes what follows, up to the next: rarely what a writer meant. */
const quotingApostrophe = /(?<!')'(?=[{}<>#])(?!')/;

/** Whether every text is there in French and English, can be read, and is used. */
export function checkStrings(sources: PluginSources): readonly Finding[] {
  const findings = new Findings('strings');
  const { fr, en } = sources.strings;
  for (const language of languages) {
    const strings = sources.strings[language];
    const file = `locales/${language}.json`;
    if (strings === undefined) findings.failed('file-missing', { file });
    else if (strings instanceof Error) findings.failed('file-malformed', { file }, strings.message);
  }
  if (isRead(fr) && isRead(en)) checkTexts(sources, { fr, en }, findings);
  return findings.list;
}

const isRead = (strings: Strings | Error | undefined): strings is Strings => strings !== undefined && !(strings instanceof Error);

function checkTexts(sources: PluginSources, strings: { readonly fr: Strings; readonly en: Strings }, findings: Findings): void {
  for (const { problem, key, language, details } of compareStrings(strings)) findings.failed(problem, { key, language, ...details });
  for (const language of languages) {
    const quoting = Object.entries(strings[language]).filter(([, text]) => quotingApostrophe.test(text));
    for (const [key] of quoting) findings.warning('apostrophe', { key, language });
  }
  const known = Object.keys(strings.fr);
  for (const key of new Set(placeholderKeys(JSON.parse(sources.manifestText)))) {
    if (!Object.hasOwn(strings.fr, key)) findings.failed('unknown', { key, place: 'package.json' });
  }
  for (const key of new Set(keysInCode(sources))) {
    if (!known.some((candidate) => `.${candidate}`.endsWith(`.${key}`))) findings.failed('unknown', { key, place: 'code' });
  }
  for (const key of known) if (!isUsed(key, sources)) findings.warning('unused', { key });
}

/** The keys that code writes out, or the last words of, as the key of a message or to `panel.t`. */
function keysInCode({ code }: PluginSources): readonly string[] {
  const patterns = /(?:\bkey:\s*|\bt\()(['"`])((?:(?!\1|\$\{)[^\\])+)\1/g;
  return code.flatMap((text) => [...text.matchAll(patterns)].map(([, , key]) => key as string));
}

/** Code may put a key together, so that only its last word stands there; an error's code is a key without `error.`. */
function isUsed(key: string, { code, manifestText }: PluginSources): boolean {
  const lastWord = key.split('.').at(-1) as string;
  return manifestText.includes(`%${key}%`) || code.some((text) => text.includes(key) || new RegExp(`\\b${lastWord}\\b`).test(text));
}
