import { compareStrings, placeholdersOf, type StringFault, type Strings } from '../../host/node/plugin-test/compare-strings.ts';

export type { Strings } from '../../host/node/plugin-test/compare-strings.ts';

/** The languages' differences in keys and placeholders, and what isn't ICU MessageFormat, as sentences. */
export function compareLanguages(fr: Strings, en: Strings): string[] {
  return compareStrings({ fr, en }).map(describeFault);
}

function describeFault({ problem, key, language, details }: StringFault): string {
  if (problem === 'missing') return `${key} is missing in ${language}`;
  if (problem === 'malformed') return `${key} is malformed in ${language}`;
  return `${key} has {${details.fr}} in fr, {${details.en}} in en`;
}

/**
 * Where a catalogue of errors and their sentences differ. Sentences whose key has no dot after `error.` are for no code
 * in particular.
 */
export function compareCatalogue(catalogue: Strings, sentences: Strings): string[] {
  const codes = Object.keys(sentences).flatMap((key) => /^error\.(.+\..+)$/.exec(key)?.[1] ?? []);
  const problems = codes.filter((code) => !Object.hasOwn(catalogue, code)).map((code) => `error.${code} is for no code of the catalogue`);
  for (const [code, template] of Object.entries(catalogue)) {
    const sentence = sentences[`error.${code}`];
    if (sentence === undefined) problems.push(`${code} has no sentence`);
    const details = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const unknown = placeholdersOf(sentence ?? '')?.filter((name) => !details.includes(name));
    if (unknown?.length) problems.push(`error.${code} uses {${unknown}}, which the error does not carry`);
  }
  return problems;
}

/** The codes that a source throws as literals. */
export function thrownCodes(source: string): string[] {
  return [...source.matchAll(/new ShellError\(\s*'([^']+)'/g)].map(([, code]) => code as string);
}
