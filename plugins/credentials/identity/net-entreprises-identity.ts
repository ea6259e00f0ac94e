/** What the portal's login screen asks for: the declarant's identity, not the employer's. */
export interface NetEntreprisesIdentity {
  readonly siret: string;
  readonly lastName: string;
  readonly firstName: string;
}

export interface NetEntreprisesCredentials extends NetEntreprisesIdentity {
  readonly password: string;
}

export const identityFields = ['siret', 'lastName', 'firstName', 'netEntreprisesPassword'] as const;
export type IdentityField = (typeof identityFields)[number];

/** What keeps a value from being sent. `siret-length` and `too-long` say how many characters there are. */
export type FieldProblem =
  | { readonly kind: 'missing' | 'control-character' | 'siret-not-digits' }
  | { readonly kind: 'siret-length'; readonly length: number }
  | { readonly kind: 'too-long'; readonly length: number; readonly maximum: number };

export type FieldProblems = Readonly<Partial<Record<IdentityField, FieldProblem>>>;

/** In UTF-16 units, as the portal's developer kit counts; the password's limit also stands in the implementation guide. */
const maximumLengths = { lastName: 64, firstName: 39, netEntreprisesPassword: 30 } as const;
const siretLength = 14;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot carry or a form cannot show
const unsendable = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

/** Every field that the portal would refuse as malformed, with the reason. Nothing else about a value is judged. */
export function findFieldProblems(values: Readonly<Record<IdentityField, string>>): FieldProblems {
  const problems: Partial<Record<IdentityField, FieldProblem>> = {};
  for (const field of identityFields) {
    const problem = findFieldProblem(field, values[field]);
    if (problem) problems[field] = problem;
  }
  return problems;
}

export function findFieldProblem(field: IdentityField, value: string): FieldProblem | undefined {
  if (value === '') return { kind: 'missing' };
  if (unsendable.test(value) || !value.isWellFormed()) return { kind: 'control-character' };
  if (field === 'siret') return findSiretProblem(value);
  const maximum = maximumLengths[field];
  return value.length > maximum ? { kind: 'too-long', length: value.length, maximum } : undefined;
}

function findSiretProblem(siret: string): FieldProblem | undefined {
  if (!/^[0-9]*$/.test(siret)) return { kind: 'siret-not-digits' };
  return siret.length === siretLength ? undefined : { kind: 'siret-length', length: siret.length };
}

export function hasProblems(problems: FieldProblems): boolean {
  return Object.keys(problems).length > 0;
}
