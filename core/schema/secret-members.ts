import type { JsonSchema } from '../manifest/manifest.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { Secret } from '../secret.ts';
import { isSchema, resolveReference } from './subschemas.ts';

/**
 * Copies a value that passed its schema's check, with each string that the schema marks
 * `writeOnly: true` wrapped in a {@link Secret}. Strings below a marked object or list are wrapped too.
 * A member that any branch of `anyOf`, `oneOf`, `if`… marks is wrapped whichever branch applies:
 * rather one secret too many than one too few. What already is a `Secret` stays the same object.
 */
export function sealSecretMembers(schema: JsonSchema, value: unknown): unknown {
  return seal(value, { root: schema, schemas: expand(schema, [schema]), isSecret: false });
}

/** What holds for one place of the value: all schemas that may apply to it. */
interface Place {
  readonly root: JsonSchema;
  readonly schemas: readonly JsonSchema[];
  readonly isSecret: boolean;
}

function seal(value: unknown, place: Place): unknown {
  const isSecret = place.isSecret || place.schemas.some((schema) => schema.writeOnly === true);
  if (typeof value === 'string') return isSecret ? new Secret(value) : value;
  if (!isSecret && place.schemas.length === 0) return value;
  if (value instanceof Secret || typeof value !== 'object' || value === null) return value;
  const sealMember = (member: unknown, candidates: readonly unknown[]) =>
    seal(member, { root: place.root, schemas: expand(place.root, candidates), isSecret });
  if (Array.isArray(value))
    return value.map((item, index) =>
      sealMember(
        item,
        place.schemas.flatMap((schema) => itemSchemas(schema, index)),
      ),
    );
  const members = Object.entries(value).map(([name, member]) => [
    name,
    sealMember(
      member,
      place.schemas.flatMap((schema) => memberSchemas(schema, name)),
    ),
  ]);
  return Object.fromEntries(members);
}

/** The candidates that are schemas, and all those that apply to the same place through references and combinations. */
function expand(root: JsonSchema, candidates: readonly unknown[]): JsonSchema[] {
  const found = new Set<JsonSchema>();
  const pending = [...candidates];
  while (pending.length > 0) {
    const schema = pending.pop();
    if (!isSchema(schema) || found.has(schema)) continue;
    found.add(schema);
    if (typeof schema.$ref === 'string') pending.push(resolveReference(root, schema.$ref));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) pending.push(...listOf(schema[keyword]));
    pending.push(schema.if, schema.then, schema.else);
    if (isSchema(schema.dependencies)) pending.push(...Object.values(schema.dependencies));
  }
  return [...found];
}

function itemSchemas(schema: JsonSchema, index: number): unknown[] {
  if (Array.isArray(schema.items)) return [schema.items[index] ?? schema.additionalItems, schema.contains];
  return [schema.items, schema.contains];
}

function memberSchemas(schema: JsonSchema, name: string): unknown[] {
  const patterns = isSchema(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
  const matching = patterns.filter(([pattern]) => matches(pattern, name)).map(([, member]) => member);
  if (isSchema(schema.properties) && Object.hasOwn(schema.properties, name)) matching.push(schema.properties[name]);
  return matching.length > 0 ? matching : [schema.additionalProperties];
}

/** A pattern that can't be used counts as matching: the value didn't pass its check either, and nothing leaks. */
function matches(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

function listOf(candidate: unknown): readonly unknown[] {
  return Array.isArray(candidate) ? candidate : [];
}
