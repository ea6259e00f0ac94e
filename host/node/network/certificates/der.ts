/** One element of DER (X.690): its tag, what it holds and all of it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The elements that stand in a row; those before the first bytes that are none. Knows tags of one byte, as certificates have. */
export function readDer(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let rest = bytes; rest.length >= 2; ) {
    const element = readFirst(rest);
    if (element === undefined) break;
    elements.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

/** What the element at the end of a path holds: at each step, the first with that tag. */
export function findDer(bytes: Buffer, ...tags: readonly number[]): Buffer | undefined {
  let content: Buffer | undefined = bytes;
  for (const tag of tags) content = content && readDer(content).find((element) => element.tag === tag)?.content;
  return content;
}

function readFirst(bytes: Buffer): DerElement | undefined {
  const [tag = 0, first = 0] = bytes;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (length > bytes.length - start) return undefined;
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}
