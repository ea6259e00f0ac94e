import type { X509Certificate } from 'node:crypto';
import type { ProbeEncryption, ProbeFindings } from '../../../../core/services/network-probe-service.ts';
import { type Authorities, isIssuedBy } from '../certificates/authorities.ts';
import { topOf, vouchesForItself } from '../certificates/find-voucher.ts';
import { issuerAddresses } from '../certificates/issuer-hints.ts';
import { parseCertificates } from '../certificates/parse-certificates.ts';
import { readCertificate } from '../certificates/read-certificate.ts';
import { describeUnknown } from '../certificates/read-encryption.ts';
import { classifyFailure } from '../classify-failure.ts';
import { within } from '../deadline.ts';
import { PrivateAddressError } from '../dialing/private-address-error.ts';
import { isLoopback } from '../routes/no-proxy.ts';
import { hostOf } from '../web-address.ts';
import type { Insights, InvestigationContext, Question } from './investigation.ts';

const defaultTimeoutMs = 3_000;
const maximumHops = 2;
const maximumAddresses = 2;

const concerned: ReadonlySet<string> = new Set(['cert-incomplete-chain', 'cert-unknown-ca']);

/**
 * Whether the certificate that a server kept back is where its authority publishes it (AIA, RFC 5280, 4.2.2.1), and whether a trusted
 * authority stands above it. That tells a server that is set up badly from one that nobody here vouches for. Who sends a certificate
 * chooses these addresses: they are asked without telling anything, and lead nowhere but to web servers of the Internet.
 * @param timeoutMs of all requests together.
 */
export function questionForMissingIssuer(timeoutMs = defaultTimeoutMs): Question {
  return async ({ cause, encryption }, context, signal) => {
    const top = topOf(context.sentChain);
    if (!concerned.has(cause) || top === undefined || encryption?.trustedBy || vouchesForItself(top)) return {};
    const authorities = await context.trust.authorities();
    const search = await within(timeoutMs, signal, (bounded) => climb(top, authorities, context, bounded));
    return search ? { missingIssuer: describe(search), ...(encryption && judge(search, encryption, authorities)) } : {};
  };
}

interface Search {
  readonly address: URL;
  /** The certificate above the last that was sent. */
  readonly found: X509Certificate | undefined;
  /** The last one found, with a second step between. */
  readonly last: X509Certificate | undefined;
  readonly leadsToTrust: boolean;
}

async function climb(
  from: X509Certificate,
  authorities: Authorities,
  context: InvestigationContext,
  signal: AbortSignal,
): Promise<Search | undefined> {
  let first: Search | undefined;
  let top = from;
  for (let hop = 0; hop < maximumHops; hop += 1) {
    const { address, found } = (await findIssuer(top, context, signal)) ?? {};
    if (address === undefined) break;
    const leadsToTrust = found !== undefined && authorities.issuerOf(found) !== undefined;
    first = { address: first?.address ?? address, found: first?.found ?? found, last: found ?? first?.last, leadsToTrust };
    if (found === undefined || leadsToTrust || vouchesForItself(found)) break;
    top = found;
  }
  return first;
}

async function findIssuer(below: X509Certificate, context: InvestigationContext, signal: AbortSignal) {
  const addresses = issuerAddresses(below).filter((address) => mayBeAsked(address, context.url));
  let asked: URL | undefined;
  for (const address of addresses.slice(0, maximumAddresses)) {
    try {
      const { status, body } = await context.get(address, signal);
      asked ??= address;
      const found = status === 200 && parseCertificates(body).find((candidate) => mayStandAbove(candidate, below));
      if (found) return { address, found };
    } catch (error) {
      if (error instanceof PrivateAddressError) continue;
      if (classifyFailure(error) === undefined) throw error;
      asked ??= address;
    }
  }
  return asked && { address: asked, found: undefined };
}

/** Authorities publish on the web's own port; another one on the Internet is somebody's trick. */
function mayBeAsked(address: URL, probed: URL): boolean {
  return address.port === '' || isLoopback(hostOf(probed));
}

function mayStandAbove(issuer: X509Certificate, below: X509Certificate): boolean {
  const now = Date.now();
  return issuer.ca && issuer.validFromDate.getTime() <= now && now <= issuer.validToDate.getTime() && isIssuedBy(below, issuer);
}

function describe({ address, found, leadsToTrust }: Search): NonNullable<ProbeFindings['missingIssuer']> {
  return { address: address.href, certificate: found ? readCertificate(found) : null, completesChain: leadsToTrust };
}

/** Where nothing was found, the first judgement stands. */
function judge({ last, leadsToTrust }: Search, encryption: ProbeEncryption, authorities: Authorities): Insights {
  if (last === undefined) return {};
  const { unknownAuthority, ...known } = encryption;
  if (leadsToTrust) return { cause: 'cert-incomplete-chain', encryption: known };
  return { cause: 'cert-unknown-ca', encryption: { ...known, unknownAuthority: describeUnknown(last, authorities, false) } };
}
