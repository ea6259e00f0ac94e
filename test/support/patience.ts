/*
 * Conditions are waited for as long as a busy machine may need. One second, Vitest's own bound, is too little where two browsers, the
 * host and its plugins share two cores; a condition that holds costs nothing of it.
 */
import { vi } from 'vitest';

const patienceMs = 15_000;
const { waitFor } = vi;

vi.waitFor = (condition, options) => waitFor(condition, typeof options === 'number' ? options : { timeout: patienceMs, ...options });
