import type { JsonSchema } from '../../../core/manifest/manifest.ts';

/** A value with every member that a JSON Schema describes, each as small as it may be. Knows what manifests here use; not every schema. */
export function sampleOf(schema: JsonSchema = {}): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch ([schema.type].flat()[0]) {
    case 'string':
      return 'x'.repeat(Number(schema.minLength ?? 1));
    case 'integer':
    case 'number':
      return Number(schema.minimum ?? 0);
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sampleOf(schema.items as JsonSchema));
    case 'null':
      return null;
    default: {
      const members = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
      return Object.fromEntries(members.map(([name, member]) => [name, sampleOf(member)]));
    }
  }
}
