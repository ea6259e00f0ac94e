/** A SIRET without the spaces people group its digits with, and how many there were. */
export function normaliseSiret(text: string): { readonly siret: string; readonly removedSpaces: number } {
  const siret = text.replace(/\s/gu, '');
  return { siret, removedSpaces: text.length - siret.length };
}

const laPosteSiren = '356000000';

/**
 * Whether the key digits of a 14-digit SIRET are right: Luhn's sum is a multiple of 10 on all 14 digits and on
 * the SIREN's 9. La Poste's establishments outgrew that: there, the plain sum of digits is a multiple of 5.
 * Source: README of INSEE's « validinsee ».
 */
export function isSiretKeyRight(siret: string): boolean {
  if (isLuhnValid(siret) && isLuhnValid(siret.slice(0, 9))) return true;
  return siret.startsWith(laPosteSiren) && digits(siret).reduce((sum, digit) => sum + digit, 0) % 5 === 0;
}

function isLuhnValid(number: string): boolean {
  const sum = digits(number)
    .reverse()
    .reduce((total, digit, position) => total + (position % 2 === 0 ? digit : luhnDouble(digit)), 0);
  return sum % 10 === 0;
}

function luhnDouble(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}

function digits(number: string): number[] {
  return [...number].map(Number);
}
