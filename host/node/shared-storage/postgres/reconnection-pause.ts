const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, half of it by chance, so that fifty workstations don't all come
 * back in one instant.
 * @param random from 0 to 1.
 */
export function pauseMs(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16));
  return whole / 2 + (whole / 2) * random();
}
