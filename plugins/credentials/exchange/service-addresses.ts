import type { SettingsService } from 'boule-bleue';
import type { Scheme } from './authentication-request.ts';

/** Where declarations go and where returns are searched. */
export interface ServiceAddresses {
  readonly deposit: string;
  readonly consultation: string;
}

/** The defaults in the manifest: the services of the régime général. */
export const generalAddresses: ServiceAddresses = {
  deposit: 'https://depot.dsnrg.net-entreprises.fr/deposer-dsn/2.0/',
  consultation: 'https://consultation.dsnrg.net-entreprises.fr',
};

/**
 * The addresses in force. The régime agricole has services of its own, « dsnra » in place of « dsnrg » (implementation guide); an address that
 * somebody set is taken as it is.
 */
export async function readServiceAddresses(settings: SettingsService): Promise<ServiceAddresses> {
  const [deposit, consultation, scheme] = await Promise.all([
    settings.get<string>('netEntreprises.services.depot'),
    settings.get<string>('netEntreprises.services.consultation'),
    settings.get<Scheme>('netEntreprises.scheme'),
  ]);
  return {
    deposit: addressOf(deposit, generalAddresses.deposit, scheme),
    consultation: addressOf(consultation, generalAddresses.consultation, scheme),
  };
}

function addressOf(set: string | undefined, general: string, scheme: Scheme | undefined): string {
  if (set && set !== general) return set;
  return scheme === 'agricole' ? general.replace('.dsnrg.', '.dsnra.') : general;
}
