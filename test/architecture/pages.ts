/** What a page quotes in « », inner quotations first, each on one line. */
export function quotations(page: string): string[] {
  const found: string[] = [];
  const open: number[] = [];
  for (const { 0: mark, index } of page.matchAll(/[«»]/g)) {
    if (mark === '«') open.push(index + 1);
    else found.push(page.slice(open.pop(), index).replace(/\s+/g, ' ').trim());
  }
  return found;
}

/** Whether one of the strings holds the quotation, in which « … » stands for whatever a value or the rest may be. */
export function saysIn(strings: readonly string[], quotation: string): boolean {
  const parts = plain(quotation)
    .split('…')
    .map((part) => part.trim());
  return strings.some((text) => holdsInOrder(plain(text), parts));
}

function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let end = 0;
  return parts.every((part) => {
    const start = text.indexOf(part, end);
    end = start + part.length;
    return start >= 0;
  });
}

/** Both apostrophes are the same to a reader; ICU doubles the straight one. */
function plain(text: string): string {
  return text.replace(/''|’/g, "'").replace(/\s+/g, ' ');
}

/** The files a page links to or shows that are not there. */
export function brokenLinks(page: string, exists: (target: string) => boolean): string[] {
  const targets = [...page.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
    ([, link, picture]) => (link ?? picture ?? '').split('#')[0] ?? '',
  );
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target) && !exists(target));
}
