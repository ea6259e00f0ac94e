import { type IdentityField, identityFields } from './net-entreprises-identity.ts';
import { cleanPastedNumber, cleanPastedValue, type StrayCharacters } from './pasted-text.ts';

/** What was read of a block that was copied as a whole: by field, its value and what was taken out of it. */
export type PastedBlock = Readonly<Partial<Record<IdentityField, { readonly text: string; readonly removed: StrayCharacters }>>>;

/** Longer than any form, and far from what would take time. */
const maximumLength = 5_000;

const e = '(?:[eéèê]\u0301?)';
const space = '[\\s\u200b]';
const declarant = `(?:${space}+(?:du|de l['’]|de la|de)${space}*(?:d${e}clarant|${e}tablissement|entreprise|compte))?`;
const labels: Readonly<Record<IdentityField, string>> = {
  siret: `(?:(?:n[°ºo]|num${e}ro)\\.?${space}*)?(?:(?:de|du)${space}+)?siret${declarant}`,
  lastName: `(?:votre${space}+)?nom(?:${space}+de${space}+(?:famille|naissance)|${space}+d['’]usage)?${declarant}`,
  firstName: `(?:votre${space}+)?pr${e}nom${declarant}`,
  netEntreprisesPassword: `(?:votre${space}+)?(?:mot${space}+de${space}+passe|mdp|password)(?:${space}+(?:net[-\\s]?entreprises?(?:\\.fr)?|actuel))?`,
};
const required = `${space}*\\*?(?:${space}*\\([^()\\n]{0,40}\\))?${space}*`;
const separator = '[:=\uff1a]';
const bullet = `^(?:${space}*(?:[-–—*•‣◦▪●·►➢o]|\\d{1,2}[.)])${space}+)?`;
const anyLabel = identityFields.map((field) => `(?<${field}>${labels[field]})`).join('|');

/** A label alone, or at the beginning with its value behind it. */
const labelled = new RegExp(`${bullet}${space}*(?:${anyLabel})${required}(?:(?:${separator}|[-–—]${space})[ \\u00a0\\u202f]*|$)`, 'iu');
/** A label in the middle of a line, which the value before it ends at. */
const nextLabel = new RegExp(`[\\s,;|/]+(?=(?:${identityFields.map((field) => labels[field]).join('|')})${required}${separator})`, 'iu');

/**
 * Reads a block as the portal's pages, mails and tables write it: labels in front of their values, above them, or as a table's first row;
 * without labels, the SIRET first and the others in the order of the portal's form.
 * @returns `undefined` for anything that may be just a value.
 * @param into the field that it is pasted into: with its own label alone, a text is a block too.
 */
export function readPastedBlock(text: string, into: IdentityField): PastedBlock | undefined {
  if (text.length > maximumLength) return undefined;
  const rows = text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/u).map((row) => row.split('\t'));
  const values = readLabelled(rows) ?? readUnlabelled(rows);
  if (!values) return undefined;
  const found = Object.keys(values);
  const isBlock = found.length > 1 || found[0] === into;
  return isBlock ? cleanAll(values) : undefined;
}

type Values = Partial<Record<IdentityField, string>>;

/** Labels wait for their values in order, so that it makes no difference whether these stand beside or below. */
function readLabelled(rows: readonly (readonly string[])[]): Values | undefined {
  const values: Values = {};
  const waiting: IdentityField[] = [];
  let hasLabel = false;
  for (const cell of rows.flatMap((row) => (row.length > 1 ? row : row.filter((text) => !isBlank(text))))) {
    const label = readLabel(cell);
    if (!label) {
      const field = waiting.shift();
      if (field) values[field] ??= cell;
      continue;
    }
    hasLabel = true;
    if (isBlank(label.rest)) waiting.push(label.field);
    else readInline(label, values);
  }
  const filled = Object.entries(values).filter(([, value]) => !isBlank(value));
  return hasLabel && filled.length > 0 ? Object.fromEntries(filled) : undefined;
}

/** « SIRET : … Nom : … » on one line. */
function readInline({ field, rest }: Label, values: Values): void {
  const next = nextLabel.exec(rest);
  values[field] ??= next ? rest.slice(0, next.index) : rest;
  const following = next && readLabel(rest.slice(next.index + next[0].length));
  if (following) readInline(following, values);
}

interface Label {
  readonly field: IdentityField;
  /** What stands behind it. */
  readonly rest: string;
}

function readLabel(cell: string): Label | undefined {
  const found = labelled.exec(cell);
  const field = identityFields.find((candidate) => found?.groups?.[candidate] !== undefined);
  return found && field ? { field, rest: cell.slice(found[0].length) } : undefined;
}

function readUnlabelled(rows: readonly (readonly string[])[]): Values | undefined {
  const cells = rows.flat().filter((cell) => !isBlank(cell));
  const isSiret = /^\d{14}$/.test(cleanPastedNumber(cells[0] ?? '').text);
  if (!isSiret || cells.length < 3 || cells.length > identityFields.length) return undefined;
  return Object.fromEntries(cells.map((cell, index) => [identityFields[index] as IdentityField, cell]));
}

function cleanAll(values: Values): PastedBlock {
  return Object.fromEntries(
    (Object.entries(values) as [IdentityField, string][]).map(([field, value]) => [
      field,
      field === 'siret' ? cleanPastedNumber(value) : cleanPastedValue(value),
    ]),
  );
}

function isBlank(text: string): boolean {
  return cleanPastedValue(text).text === '';
}
