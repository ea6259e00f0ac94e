import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** The ways in which a text may lie in a file, an address or a page, by name. */
export function encodingsOf(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret, 'utf8');
  const texts: Record<string, string> = {
    text: secret,
    'URL-encoded': encodeURIComponent(secret),
    'form-encoded': new URLSearchParams({ '': secret }).toString().slice(1),
    JSON: JSON.stringify(secret).slice(1, -1),
    'JSON in JSON': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    XML: secret.replace(
      /[&<>"']/g,
      (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[character] ?? '',
    ),
    HTML: secret.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? ''),
    hexadecimal: bytes.toString('hex'),
    ...base64Of(bytes),
  };
  const found = new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, 'utf8')]));
  return found.set('Latin-1', Buffer.from(secret, 'latin1')).set('UTF-16', Buffer.from(secret, 'utf16le'));
}

/** Base64 of a longer text holds that of a part in one of three ways, by the part's place; its ends depend on what is around. */
function base64Of(bytes: Buffer): Record<string, string> {
  const inner = [0, 1, 2].map((place) => {
    const encoded = Buffer.concat([Buffer.alloc(place), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(place === 0 ? 0 : place + 1, -1);
  });
  const plain = inner.map((text, place): [string, string] => [`base64 (${place})`, text]);
  const safe = plain.map(([name, text]): [string, string] => [`base64url ${name}`, text.replaceAll('+', '-').replaceAll('/', '_')]);
  return Object.fromEntries([...plain, ...safe]);
}

/** Where in some contents secrets turn up: `secret in place, as encoding`. Nothing is quoted. */
export function findSecrets(contents: ReadonlyMap<string, Buffer | string>, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    [...encodingsOf(secret)].flatMap(([encoding, bytes]) =>
      [...contents].filter(([, content]) => Buffer.from(content).includes(bytes)).map(([place]) => `${name} in ${place}, as ${encoding}`),
    ),
  );
}

/** Every file below a folder, by path. */
export async function readFolder(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
}

/** All of a page's elements with their attributes and text, those in shadow roots included. */
export function readDocument(page: Page): Promise<string> {
  return page.evaluate(() => {
    const read = (node: ParentNode): string =>
      [...node.querySelectorAll('*')]
        .map((element) => (element.shadowRoot ? element.shadowRoot.innerHTML + read(element.shadowRoot) : ''))
        .join('\n');
    return document.documentElement.outerHTML + read(document);
  });
}
