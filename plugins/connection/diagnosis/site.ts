/** Second levels under which anybody may have a name. */
const sharedLevels: ReadonlySet<string> = new Set(['asso', 'co', 'com', 'edu', 'gouv', 'gov', 'net', 'nom', 'org', 'presse', 'prd', 'tm']);

/**
 * Whether two hosts belong to one owner, judged by their names and on the careful side: equal, one below the other, or both below the same
 * two last levels where these can't be shared by strangers. A list of public suffixes would know more, and weigh more than this deserves.
 */
export function isSameSite(first: string, second: string): boolean {
  if (first === second) return true;
  const [one, other] = [first.toLowerCase(), second.toLowerCase()];
  if (isAddress(one) || isAddress(other)) return false;
  if (one.endsWith(`.${other}`) || other.endsWith(`.${one}`)) return other.includes('.') && one.includes('.');
  const [site, otherSite] = [siteOf(one), siteOf(other)];
  return site !== undefined && site === otherSite;
}

function siteOf(host: string): string | undefined {
  const labels = host.split('.');
  const [owner, top] = labels.slice(-2);
  if (owner === undefined || top === undefined) return undefined;
  return owner.length > 3 && !sharedLevels.has(owner) ? `${owner}.${top}` : undefined;
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}
