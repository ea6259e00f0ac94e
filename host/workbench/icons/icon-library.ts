import { inlineIcons } from './codicons.ts';

/** Where the host serves the codicons that come neither with the window's script nor with its page. */
const iconFolder = 'workbench/icons/';

const inline = new Map<string, SVGElement | undefined>();
let pageIcons: Readonly<Record<string, string>> = {};
const fetched = new Map<string, Promise<SVGElement | undefined>>();

/** Takes over the codicons that the page carries. */
export function takePageIcons(icons: Readonly<Record<string, string>>): void {
  pageIcons = icons;
}

/** A drawing of a codicon that needs no fetching, the caller's own. */
export function drawInlineIcon(name: string): Node | undefined {
  if (!inline.has(name)) inline.set(name, parseSvg(inlineIcons[name] ?? pageIcons[name]));
  return inline.get(name)?.cloneNode(true);
}

/** A drawing of any other codicon, the caller's own; `undefined` where the host has none of that name. */
export async function fetchIcon(name: string): Promise<Node | undefined> {
  const loading = fetched.get(name) ?? load(name);
  fetched.set(name, loading);
  return (await loading)?.cloneNode(true);
}

async function load(name: string): Promise<SVGElement | undefined> {
  const answer = await fetch(`${iconFolder}${encodeURIComponent(name)}.svg`).catch(() => undefined);
  // A connection that was lost must not leave the icon missing for good.
  if (!answer) fetched.delete(name);
  return answer?.ok ? parseSvg(await answer.text()) : undefined;
}

function parseSvg(text: string | undefined): SVGElement | undefined {
  if (text === undefined) return undefined;
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
  return documentElement instanceof SVGElement ? documentElement : undefined;
}
