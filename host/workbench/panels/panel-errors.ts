/** An error that a panel's code threw, by the address of the panel's module. */
type Listener = (error: unknown) => void;

const listeners = new Map<string, Set<Listener>>();

/**
 * Tells of errors that nobody caught and that come from a module: those of its event handlers, timers and drawing.
 * The returned function ends it.
 */
export function watchModuleErrors(moduleUrl: string, listener: Listener): () => void {
  const { href } = new URL(moduleUrl, location.href);
  const all = listeners.get(href) ?? new Set();
  listeners.set(href, all.add(listener));
  return () => all.delete(listener);
}

/** Has uncaught errors of the page told to whom they belong. Once, at the start. */
export function startAttributingErrors(): void {
  addEventListener('error', (event) => attribute(event.error, event.filename));
  addEventListener('unhandledrejection', (event) => attribute(event.reason, ''));
}

/** The module nearest to the throw is to blame: the first that the stack names. */
function attribute(error: unknown, file: string): void {
  const trace = `${error instanceof Error ? error.stack : ''}\n${file}`;
  const [culprit] = [...listeners]
    .map(([url, all]) => ({ all, position: trace.indexOf(url) }))
    .filter(({ position }) => position >= 0)
    .sort((one, other) => one.position - other.position);
  for (const listener of culprit?.all ?? []) listener(error);
}
