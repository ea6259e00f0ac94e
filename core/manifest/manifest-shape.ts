import { type ManifestFault, pointer } from './manifest-fault.ts';
import type { ManifestNode } from './manifest-node.ts';

/** The part of JSON Schema that the manifest's shape is written in; `description` completes « Give … » in remedies. */
export interface Shape {
  readonly type?: 'array' | 'boolean' | 'number' | 'object' | 'string';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly items?: Shape;
  /** One object may stand in place of a list of one, as in VS Code. */
  readonly oneOrMore?: boolean;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** `false`: members beyond `properties` are warnings. A shape: theirs. Missing: they are anything. */
  readonly additionalProperties?: Shape | false;
}

export interface ShapeReport {
  readonly faults: ManifestFault[];
  readonly warnings: ManifestFault[];
}

/**
 * Finds all that differs from a shape. Ajv could, but takes 50 ms of every start to compile this one;
 * walking it takes none.
 */
export function checkShape(node: ManifestNode, shape: Shape, report: ShapeReport = { faults: [], warnings: [] }): ShapeReport {
  const fault = (problem: string) =>
    report.faults.push({ path: node.path, problem, remedy: `Give ${shape.description ?? 'another value'}.` });
  const list = shape.oneOrMore && node.isObject ? [node] : undefined;
  if (!list && shape.type && node.type !== shape.type) fault(`is ${typeNames[node.type]} instead of ${typeNames[shape.type]}`);
  else if (shape.enum && !shape.enum.includes(node.text ?? '')) fault(`can't be ${JSON.stringify(node.value)}`);
  else if (shape.minLength && (node.text?.length ?? 0) < shape.minLength) fault('is empty');
  if (shape.items) for (const item of list ?? node.items()) checkShape(item, shape.items, report);
  if (node.isObject && !list) checkMembers(node, shape, report);
  return report;
}

function checkMembers(node: ManifestNode, shape: Shape, report: ShapeReport): void {
  const { properties = {}, required = [], additionalProperties } = shape;
  for (const name of required) {
    if (node.get(name).exists) continue;
    report.faults.push({ path: pointer(node.path, name), problem: 'is missing', remedy: `Give ${properties[name]?.description ?? 'it'}.` });
  }
  for (const [name, member] of node.entries()) {
    const memberShape = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (memberShape) checkShape(member, memberShape, report);
    if (memberShape !== false) continue;
    const remedy = 'Check its spelling, or leave it if a newer version of the shell knows it.';
    report.warnings.push({ path: member.path, problem: 'is not known and does nothing', remedy });
  }
}

const typeNames = {
  array: 'a list',
  boolean: 'true or false',
  missing: 'missing',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a text',
} as const;
