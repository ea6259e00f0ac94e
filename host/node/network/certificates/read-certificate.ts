import type { X509Certificate } from 'node:crypto';
import type { ProbeCertificate } from '../../../../core/services/network-probe-service.ts';

const maximumTextLength = 200;
const maximumNames = 100;

/** Tells what a certificate says. Anybody may have written it: texts come without control characters and cut off. */
export function readCertificate(certificate: X509Certificate): ProbeCertificate {
  const subject = readName(certificate.subject);
  return {
    subject: subject.CN ?? subject.O ?? '',
    issuer: describeName(certificate.issuer),
    validFrom: readDate(certificate.validFrom, certificate.validFromDate),
    validTo: readDate(certificate.validTo, certificate.validToDate),
    names: readNames(certificate.subjectAltName),
    fingerprint: certificate.fingerprint256,
  };
}

/** @param name a subject or an issuer as Node gives it. @returns common name and organisation, as far as given, joined by `, `. */
export function describeName(name: string): string {
  const { CN, O } = readName(name);
  return [CN, O].filter((part) => part !== undefined).join(', ');
}

/** Lines of `key=value`, in which OpenSSL writes commas and the like after a backslash, and what can't be seen as two digits after one. */
function readName(text: string): { CN?: string; O?: string } {
  const parts = (text ?? '').split('\n').map((line): [string, string] => {
    const [key = '', ...value] = line.split('=');
    return [key, toPlainText(value.join('=').replace(/\\([0-9A-F]{2}|.)/g, (_all, escaped: string) => toCharacter(escaped)))];
  });
  return Object.fromEntries(parts);
}

function toCharacter(escaped: string): string {
  return escaped.length === 2 ? String.fromCharCode(Number.parseInt(escaped, 16)) : escaped;
}

/** Marks that turn the direction of writing count as control characters: they make one name look like another. */
function toPlainText(text: string): string {
  const visible = text
    .slice(0, maximumTextLength * 2)
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return visible.length > maximumTextLength ? `${visible.slice(0, maximumTextLength - 1)}…` : visible;
}

/** @param text as OpenSSL writes it; where that is no date, Node's own may be any, from memory that nobody filled. */
function readDate(text: string, date: Date): string {
  return text === 'Bad time value' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** `DNS:name, IP Address:address`; names with a comma or a quote in them are quoted, and fit for nothing. */
function readNames(subjectAltName: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const [, kind, value = ''] of (subjectAltName ?? '').matchAll(/([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/gy)) {
    if (names.length === maximumNames) break;
    if ((kind === 'DNS' || kind === 'IP Address') && !value.startsWith('"')) names.push(toPlainText(value));
  }
  return names.filter((name) => name !== '');
}
