import type { JsonSchema } from '../manifest/manifest.ts';

/** Keywords (draft-07) whose value is one schema, a list of schemas, or schemas by name. */
const schemaKeywords = ['additionalItems', 'additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'];
const schemaListKeywords = ['allOf', 'anyOf', 'items', 'oneOf'];
const schemaMapKeywords = ['$defs', 'definitions', 'dependencies', 'patternProperties', 'properties'];

export function isSchema(candidate: unknown): candidate is JsonSchema {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}

/** A copy of a schema whose direct subschemas, wherever draft-07 allows one, are replaced. Boolean schemas stay as they are. */
export function mapSubschemas(schema: JsonSchema, replace: (subschema: JsonSchema) => JsonSchema): JsonSchema {
  const replaceOne = (candidate: unknown) => (isSchema(candidate) ? replace(candidate) : candidate);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (schemaListKeywords.includes(keyword) && Array.isArray(value)) return [keyword, value.map(replaceOne)];
      if (schemaMapKeywords.includes(keyword) && isSchema(value)) {
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaceOne(member)]))];
      }
      return [keyword, schemaKeywords.includes(keyword) ? replaceOne(value) : value];
    }),
  );
}

/** Finds what a local `$ref` such as `#/definitions/siret` names; `undefined` for any other reference. */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let target: unknown = root;
  for (const segment of reference.slice(2).split('/')) {
    const name = decodePointerSegment(segment);
    const holdsName = typeof target === 'object' && target !== null && Object.hasOwn(target, name);
    target = holdsName ? (target as Record<string, unknown>)[name] : undefined;
  }
  return isSchema(target) ? target : undefined;
}

function decodePointerSegment(segment: string): string {
  let text = segment;
  try {
    text = decodeURIComponent(segment);
  } catch {
    // A stray percent sign is part of the name.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
