import { IntlMessageFormat } from 'intl-messageformat';

export type Strings = Readonly<Record<string, string>>;

/** The languages' differences in keys and placeholders, and what isn't ICU MessageFormat, as sentences. */
export function compareLanguages(fr: Strings, en: Strings): string[] {
  const problems: string[] = [];
  for (const key of new Set([...Object.keys(fr), ...Object.keys(en)])) {
    if (fr[key] === undefined || en[key] === undefined) {
      problems.push(`${key} is missing in ${fr[key] === undefined ? 'fr' : 'en'}`);
      continue;
    }
    const [french, english] = [placeholdersOf(fr[key]), placeholdersOf(en[key])];
    if (!french || !english) problems.push(`${key} is malformed in ${french ? 'en' : 'fr'}`);
    else if (french.join() !== english.join()) problems.push(`${key} has {${french}} in fr, {${english}} in en`);
  }
  return problems;
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

/** The keys of `%key%` texts anywhere in a manifest. */
export function placeholderKeys(manifest: unknown): string[] {
  if (typeof manifest === 'string') return /^%([^%]+)%$/.exec(manifest)?.slice(1) ?? [];
  return typeof manifest === 'object' && manifest !== null ? Object.values(manifest).flatMap(placeholderKeys) : [];
}

/** Names of a string's values, sorted, each once; `undefined` for what doesn't parse. */
function placeholdersOf(text: string): string[] | undefined {
  try {
    return [...new Set(namesIn(new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).getAst()))].sort();
  } catch {
    return undefined;
  }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function namesIn(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if ('options' in element) return [element.value, ...Object.values(element.options).flatMap(({ value }) => namesIn(value))];
    const isText = element.type === 0 || element.type === 7;
    return 'value' in element && !isText ? [element.value] : [];
  });
}
