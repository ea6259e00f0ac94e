import { CertificateAuthority, type CertificateRequest, createSelfSignedIdentity, type ServerIdentity } from './authority.ts';

/** What can be wrong with a server's certificate, in the words of the product's `cert-…` causes. */
export const identityFaults = ['expired', 'not-yet-valid', 'wrong-host', 'self-signed', 'unknown-ca', 'incomplete-chain'] as const;
export type IdentityFault = (typeof identityFaults)[number];

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

/** Makes an identity that a careful client must refuse, flawed in one way only. */
export async function issueFaultyIdentity(
  authority: CertificateAuthority,
  fault: IdentityFault,
  request: CertificateRequest = {},
): Promise<ServerIdentity> {
  switch (fault) {
    case 'expired':
      return authority.issue({ ...request, notBefore: inDays(-20), notAfter: inDays(-2) });
    case 'not-yet-valid':
      return authority.issue({ ...request, notBefore: inDays(2), notAfter: inDays(20) });
    case 'wrong-host':
      return authority.issue({ ...request, hosts: ['autre-serveur.example'] });
    case 'self-signed':
      return createSelfSignedIdentity(request);
    case 'unknown-ca':
      return (await CertificateAuthority.create({ organisation: 'Autorité inconnue' })).issue(request);
    case 'incomplete-chain':
      return authority.issue({ ...request, sendUpTo: 'leaf' });
  }
}
