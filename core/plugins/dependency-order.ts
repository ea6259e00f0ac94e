/**
 * A circle among dependencies, as the path that leads back to its start, or `undefined`.
 * @param dependenciesOf ids a plugin depends on; unknown ids have none.
 */
export function findCycle(start: string, dependenciesOf: (id: string) => readonly string[]): readonly string[] | undefined {
  const finished = new Set<string>();

  function visit(id: string, path: readonly string[]): readonly string[] | undefined {
    const seenAt = path.indexOf(id);
    if (seenAt >= 0) return [...path.slice(seenAt), id];
    if (finished.has(id)) return undefined;
    for (const dependency of dependenciesOf(id)) {
      const cycle = visit(dependency, [...path, id]);
      if (cycle) return cycle;
    }
    finished.add(id);
    return undefined;
  }

  return visit(start, []);
}
