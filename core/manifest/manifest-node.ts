import { pointer } from './manifest-fault.ts';

/** One place in a manifest whose shape is not to be trusted: every question has an answer, whatever stands there. */
export class ManifestNode {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  get exists(): boolean {
    return this.value !== undefined;
  }

  /** The text, where there is one. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The type of a JSON value. */
  get type(): 'array' | 'boolean' | 'missing' | 'null' | 'number' | 'object' | 'string' {
    if (this.value === null) return 'null';
    if (Array.isArray(this.value)) return 'array';
    const type = typeof this.value;
    return type === 'boolean' || type === 'number' || type === 'object' || type === 'string' ? type : 'missing';
  }

  get isObject(): boolean {
    return this.type === 'object';
  }

  get(member: string): ManifestNode {
    const value =
      this.isObject && Object.hasOwn(this.value as object, member) ? (this.value as Record<string, unknown>)[member] : undefined;
    return new ManifestNode(value, pointer(this.path, member));
  }

  /** The members of an object, with their names. */
  entries(): readonly (readonly [string, ManifestNode])[] {
    return this.isObject ? Object.keys(this.value as object).map((name) => [name, this.get(name)] as const) : [];
  }

  /** The items of a list. VS Code takes one object in place of a list of one. */
  items(): readonly ManifestNode[] {
    if (Array.isArray(this.value)) return this.value.map((item, index) => new ManifestNode(item, pointer(this.path, index)));
    return this.isObject ? [this] : [];
  }
}
