import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonSchema } from '../manifest/manifest.ts';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import { Secret } from '../secret.ts';
import { mapSubschemas } from './subschemas.ts';

/**
 * Whether a value has a schema's shape. `problems` is what engineers read: one line, never a value, at most ten problems.
 * `isPatternMissed`: a text is not of the `pattern` that the schema asks of the value as a whole.
 */
export type SchemaOutcome = { readonly ok: true } | { readonly ok: false; readonly problems: string; readonly isPatternMissed?: true };

/** Tells whether a value has the shape that a schema describes. */
export type SchemaCheck = (value: unknown) => SchemaOutcome;

const maximumProblems = 10;
const secretKeyword = 'isSecret';

let sharedAjv: Ajv | undefined;

/**
 * Makes the check for a JSON Schema (draft-07) of a command, hook or setting. Costs nothing until the
 * check is first called. Keywords that JSON Schema doesn't know, and `format`, are not looked at.
 * A `pattern` can't hang the check: see {@link compilePattern} for the text it refuses.
 *
 * Where the schema marks a member `writeOnly`, a {@link Secret} is as good as the string it holds,
 * whatever the member's other keywords: a secret can't be looked into.
 *
 * The check never throws: a schema that is itself invalid accepts nothing and says why.
 */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  let validate: ValidateFunction | string | undefined;
  return (value) => {
    validate ??= compile(schema);
    if (typeof validate === 'string') return { ok: false, problems: `its schema is invalid: ${validate}` };
    return check(validate, value);
  };
}

/** The check for a schema at once, or what is wrong with the schema itself. */
export function inspectSchema(schema: JsonSchema): { readonly check: SchemaCheck } | { readonly fault: string } {
  const validate = compile(schema);
  return typeof validate === 'string' ? { fault: validate } : { check: (value) => check(validate, value) };
}

function check(validate: ValidateFunction, value: unknown): SchemaOutcome {
  try {
    if (validate(value)) return { ok: true };
    const errors = validate.errors ?? [];
    const isPatternMissed = errors.some(({ keyword, instancePath }) => keyword === 'pattern' && instancePath === '');
    return { ok: false, problems: describeProblems(errors), ...(isPatternMissed && { isPatternMissed }) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problems: 'it is nested too deeply' };
    throw error;
  }
}

/** The compiled check, or why there is none. */
function compile(schema: JsonSchema): ValidateFunction | string {
  const ajv = ajvInstance();
  let accepting: AnySchema | undefined;
  try {
    // Without an id of its own, Ajv can't resolve a schema's reference to itself.
    accepting = { $id: 'schema', ...acceptSecrets(schema) };
    return ajv.compile(accepting);
  } catch (error) {
    if (error instanceof RangeError) return 'it is nested too deeply';
    return error instanceof Error ? error.message : String(error);
  } finally {
    // Ajv remembers each schema for good; a plugin that reloads would leave one copy behind each time.
    if (accepting) ajv.removeSchema(accepting);
  }
}

function ajvInstance(): Ajv {
  sharedAjv ??= new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    // Compiling finds nearly all that is wrong with a schema; the meta-schema costs 30 ms of every start.
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    ownProperties: true,
    logger: false,
    code: { regExp: Object.assign(boundedPattern, { code: 'boundedPattern' }) },
  }).addKeyword({ keyword: secretKeyword, validate: (_expected: unknown, value: unknown) => value instanceof Secret, errors: false });
  return sharedAjv;
}

/** Stands in for RegExp, which a schema's `pattern` could hang. Ajv tells patterns apart by `toString`. */
function boundedPattern(source: string, flags: string): Pattern {
  try {
    return Object.assign(compilePattern(source, flags), { toString: () => `/${source}/${flags}` });
  } catch (error) {
    throw new SyntaxError(`pattern ${JSON.stringify(source)}: ${error instanceof Error ? error.message : error}`);
  }
}

function acceptSecrets(schema: JsonSchema): JsonSchema {
  const copy = mapSubschemas(schema, acceptSecrets);
  return schema.writeOnly === true ? { if: { [secretKeyword]: true }, else: copy } : copy;
}

function describeProblems(errors: readonly ErrorObject[]): string {
  const problems = [...new Set(errors.filter(({ keyword }) => keyword !== 'if').map(describeProblem))];
  const shown = problems.slice(0, maximumProblems).join('; ');
  return problems.length > maximumProblems ? `${shown}; …` : shown;
}

function describeProblem({ instancePath, keyword, message = keyword, params }: ErrorObject): string {
  const place = instancePath === '' ? 'it' : instancePath.slice(1);
  if (keyword === 'additionalProperties') return `${place} must not have a member ${JSON.stringify(params.additionalProperty)}`;
  if (keyword === 'enum') return `${place} must be one of ${JSON.stringify(params.allowedValues)}`;
  if (keyword === 'const') return `${place} must be ${JSON.stringify(params.allowedValue)}`;
  return `${place} ${message}`;
}
