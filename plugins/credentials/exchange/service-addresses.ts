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

/** The régime agricole's, « dsnra » in place of « dsnrg » (implementation guide). */
const agricoleAddresses: ServiceAddresses = {
  deposit: 'https://depot.dsnra.net-entreprises.fr/deposer-dsn/2.0/',
  consultation: 'https://consultation.dsnra.net-entreprises.fr',
};

/** The addresses in force: the scheme's, or the one that somebody set. */
export async function readServiceAddresses(settings: SettingsService): Promise<ServiceAddresses> {
  const [deposit, consultation, scheme] = await Promise.all([
    settings.get<string>('netEntreprises.services.depot'),
    settings.get<string>('netEntreprises.services.consultation'),
    settings.get<Scheme>('netEntreprises.scheme'),
  ]);
  const factory = scheme === 'agricole' ? agricoleAddresses : generalAddresses;
  return {
    deposit: isSet(deposit, generalAddresses.deposit) ? deposit : factory.deposit,
    consultation: isSet(consultation, generalAddresses.consultation) ? consultation : factory.consultation,
  };
}

function isSet(address: string | undefined, general: string): address is string {
  return Boolean(address) && address !== general;
}
