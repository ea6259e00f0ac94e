const perMember = 8;

/** About how many characters a value would take when it is written down, up to a limit beyond which nobody needs to know. */
export function roughSize(value: unknown, limit: number): number {
  let size = 0;
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (size > limit) return;
    size += typeof part === 'string' ? part.length : perMember;
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    if (ArrayBuffer.isView(part)) return;
    for (const key of Object.keys(part)) {
      if (size > limit) return;
      size += key.length;
      visit(readMember(part, key));
    }
  };
  visit(value);
  return Math.min(size, limit);
}

/** A getter that throws says nothing about size. */
function readMember(part: object, key: string): unknown {
  try {
    return (part as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
