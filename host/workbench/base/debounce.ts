/** A call that waits until nothing asked for it for a while. */
export interface Debounced {
  (): void;
  /** Makes a waiting call now; does nothing when none waits. */
  flush(): void;
}

export function debounce(work: () => void, delayMs: number): Debounced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  const call = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, delayMs);
  };
  return Object.assign(call, { flush });
}
