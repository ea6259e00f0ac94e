/** One return as the portal lists it. A type, not an interface: only so is it `Serialisable`. */
export type PortalReturn = {
  /** Of the deposit that it answers. */
  readonly flow: string;
  /** `AAAAMMJJHHMMSS`, in the portal's time. */
  readonly published: string;
  readonly nature: string;
  /** `OK`, `ANO`, `KO` or `EN COURS`. */
  readonly status: string;
};

/** « CRM nominatif DGFiP »: the rates of the prélèvement à la source. */
export const crmNature = '94';

/**
 * Reads `{"retours":{"flux":[{"id","retour":[{…}]}]}}`, and what programs have met beside it: an item in place of a list of one, no root, names
 * that begin with a capital.
 * @returns `undefined` for what is no list of returns.
 */
export function readReturns(body: string): readonly PortalReturn[] | undefined {
  const root = parse(body);
  if (root === undefined) return undefined;
  const { flux } = isObject(root.retours) ? root.retours : root;
  if (flux === undefined || flux === null) return Object.keys(root).length === 0 || 'retours' in root ? [] : undefined;
  return toList(flux).flatMap(({ id, retour }) => toList(retour).map((item) => toReturn(id, item)));
}

function toReturn(id: unknown, { publication, nature, statut }: Members): PortalReturn {
  return { flow: toText(id), published: toText(publication), nature: toText(nature), status: toText(statut) };
}

type Members = Readonly<Record<string, unknown>>;

function parse(body: string): Members | undefined {
  try {
    const value = withSmallNames(JSON.parse(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function withSmallNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), withSmallNames(member)]),
  );
}

function toList(value: unknown): readonly Members[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
