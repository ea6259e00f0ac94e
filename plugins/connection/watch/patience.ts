import type { Cause } from '../diagnosis/cause.ts';

/** Who asks for more is asked again tomorrow. */
export const maximumWaitMs = 86_400_000;

/** Not mended by waiting; and a proxy that refuses a password may lock its user out when it is sent again and again. */
export const mendedByUsers: readonly (Cause | null)[] = [null, 'address-invalid', 'proxy-auth', 'proxy-auth-scheme'];
