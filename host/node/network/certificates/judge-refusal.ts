import type { X509Certificate } from 'node:crypto';
import type { NetworkFailureCause } from '../../../../core/services/network-probe-service.ts';
import { topOf, vouchesForItself } from './find-voucher.ts';
import { namesRootAsIssuer } from './issuer-hints.ts';

const dateCauses: ReadonlySet<NetworkFailureCause> = new Set(['cert-expired', 'cert-not-yet-valid']);

/**
 * The cause behind OpenSSL's word for a refused certificate, which is the last fault that it met: of an outdated certificate of a stranger
 * it names the dates, though better dates would change nothing.
 */
export function judgeRefusal(reason: NetworkFailureCause, chain: readonly X509Certificate[], isVouchedFor: boolean): NetworkFailureCause {
  const [own] = chain;
  if (own === undefined || isVouchedFor || !(dateCauses.has(reason) || reason === 'cert-incomplete-chain')) return reason;
  if (vouchesForItself(own)) return 'cert-self-signed';
  return topOf(chain) === own && !namesRootAsIssuer(own) ? 'cert-incomplete-chain' : 'cert-unknown-ca';
}
