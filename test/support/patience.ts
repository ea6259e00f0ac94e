/*
 * Conditions are waited for as long as a busy machine may need. One second, Vitest's own bound, is too little where two browsers, the
 * host and its plugins share two cores, and so is whatever seemed plenty on a calm one; a condition that holds costs nothing of it.
 */
import { vi } from 'vitest';

const patienceMs = 30_000;
const { waitFor } = vi;

vi.waitFor = (condition, options = {}) => {
  const { timeout = 0, ...others } = typeof options === 'number' ? { timeout: options } : options;
  return waitFor(condition, { ...others, timeout: Math.max(timeout, patienceMs) });
};
