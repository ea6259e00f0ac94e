/** The five members of an authentication request, entities resolved. */
export interface Identification {
  readonly siret: string;
  readonly nom: string;
  readonly prenom: string;
  readonly motdepasse: string;
  readonly service: string;
}

/** In the order the service asks for, with the limits of its developer kit in UTF-16 units. */
const members = [
  { name: 'siret', minimum: 14, maximum: 14 },
  { name: 'nom', minimum: 1, maximum: 64 },
  { name: 'prenom', minimum: 1, maximum: 39 },
  { name: 'motdepasse', minimum: 1, maximum: 30 },
  { name: 'service', minimum: 1, maximum: 2 },
] as const;

const declaration = `(?:<\\?xml version="1\\.0"(?: encoding="(?:UTF|utf)-8")?\\?>)?`;
const document = new RegExp(
  `^${declaration}\\s*<identifiants>\\s*${members.map(({ name }) => `<${name}>([^<]*)</${name}>`).join('\\s*')}\\s*</identifiants>\\s*$`,
);

/** What undecodable bytes turn into: never part of a good body. */
const forbidden = '\uFFFD';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the body of `POST /authentifier/1.0/` as strictly as the guide words it: these elements in this order,
 * no attribute, no other element, the five reserved characters escaped, valid UTF-8.
 * @returns `null` for anything else, which the service answers with 422.
 */
export function readIdentification(body: string): Identification | null {
  const values = document.exec(body)?.slice(1).map(unescapeText);
  if (!values) return null;
  const withinLimits = members.every(({ minimum, maximum }, index) => {
    const length = values[index]?.length ?? 0;
    return length >= minimum && length <= maximum;
  });
  if (!withinLimits) return null;
  const [siret, nom, prenom, motdepasse, service] = values as [string, string, string, string, string];
  return { siret, nom, prenom, motdepasse, service };
}

/** `null` where a reserved character stands unescaped, or one that XML 1.0 forbids in any form. */
function unescapeText(text: string): string | null {
  if (/[&>"']/.test(text.replace(/&(?:amp|lt|gt|quot|apos|#\d+|#x[\dA-Fa-f]+);/g, ''))) return null;
  const characters = text.replace(
    /&(?:#(\d+)|#x([\dA-Fa-f]+)|(\w+));/g,
    (_whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? forbidden;
      return toCharacter(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal));
    },
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML 1.0 forbids
  return /[\x00-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFD]/u.test(characters) ? null : characters;
}

function toCharacter(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : forbidden;
}
