import type { FrameInput } from '../../core/protocol/frame-protocol.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fieldSelector = 'input, select, textarea';
/** By then a panel that draws a field at all has drawn it. */
const patienceMs = 3_000;
const maximumFields = 200;

/** What the user typed and chose in the fields of a panel, so that another version of it can go on where this one was. */
export class TypedInput {
  private readonly touched = new Set<EventTarget>();

  constructor(private readonly root: ParentNode & EventTarget) {
    for (const name of ['input', 'change']) {
      root.addEventListener(name, (event) => {
        const [target] = event.composedPath();
        if (target) this.touched.add(target);
      });
    }
  }

  /**
   * What was typed, by the fields' names. `null` when something of it can't be taken along: passwords stay where they are, files can't be
   * handed on, and what has no name, or shares it, can't be found again.
   */
  read(): FrameInput | null {
    const standing = [...this.touched].filter((target) => !(target instanceof Node) || target.isConnected);
    const fields = fieldsBelow(this.root);
    const changed = fields.filter((field) => this.touched.has(field) && isChanged(field));
    const keys = changed.map(keyOf);
    const isMovable = changed.every((field, index) => keys[index] !== '' && !isSecret(field)) && new Set(keys).size === keys.length;
    const isOfFields = standing.every((target) => fields.some((field) => field === target));
    if (!isMovable || !isOfFields || changed.length > maximumFields) return null;
    return changed.map((field, index) => ({ field: keys[index] as string, value: isTick(field) ? field.checked : field.value }));
  }

  /** Puts back what another one read, each field once and as the user would, as soon as the panel has drawn it. */
  write(input: FrameInput): void {
    const waiting = new Map(input.map(({ field, value }) => [field, value]));
    const deadline = performance.now() + patienceMs;
    const write = () => {
      for (const field of fieldsBelow(this.root)) {
        const value = waiting.get(keyOf(field));
        if (value === undefined) continue;
        waiting.delete(keyOf(field));
        fill(field, value);
      }
      if (waiting.size > 0 && performance.now() < deadline) requestAnimationFrame(write);
    };
    write();
  }
}

function fill(field: Field, value: string | boolean): void {
  if (typeof value === 'string') field.value = value;
  else if (isTick(field)) field.checked = value;
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
}

/** Shadow roots included, which are open in most panels. */
function fieldsBelow(root: ParentNode): readonly Field[] {
  const nested = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? fieldsBelow(shadowRoot) : []));
  return [...root.querySelectorAll<Field>(fieldSelector), ...nested];
}

/** One of a group of radio buttons is told from the others by its value. */
function keyOf(field: Field): string {
  const name = field.name || field.id;
  return field.type === 'radio' && name !== '' ? `${name} ${field.value}` : name;
}

function isTick(field: Field): field is HTMLInputElement {
  return field.type === 'radio' || field.type === 'checkbox';
}

function isSecret(field: Field): boolean {
  return field.type === 'password' || field.type === 'file';
}

function isChanged(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return isTick(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}
