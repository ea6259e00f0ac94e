import { type Return, writeTime } from './net-entreprises-consultation.ts';

/** One return of each nature that a declaration of one month brings, with what the guide calls it. */
export const returnNatures = {
  10: 'accusé d’enregistrement',
  11: 'certificat de conformité',
  61: 'retour URSSAF',
  92: 'accusé de réception DGFiP',
  93: 'compte rendu agrégé DGFiP',
  94: 'CRM nominatif DGFiP : taux de prélèvement à la source',
  95: 'taux sur taux',
} as const;

/** The returns to one deposit, published one a minute, the last one at that moment. The CRM nominatif (94) is the last but one. */
export function sampleReturns(lastPublishedMs: number, idflux = '2f9Hk3aVd0WQm71'): readonly Return[] {
  const natures = Object.keys(returnNatures);
  return natures.map((nature, index) => {
    const publishedMs = lastPublishedMs - (natures.length - 1 - index) * 60_000;
    return {
      idflux,
      publication: writeTime(publishedMs),
      production: writeTime(publishedMs - 30_000),
      nature,
      statut: 'OK',
      url: `https://telechargement.dsnrg.net-entreprises.fr/telecharger-retour/1.0/${idflux}-${nature}`,
    };
  });
}
