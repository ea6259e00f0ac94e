import { inlineIcons } from './codicons.ts';

/** Where the host serves the codicons that aren't part of the window's script. */
const iconFolder = '/workbench/icons/';

const inline = new Map<string, SVGElement | undefined>();
const fetched = new Map<string, Promise<SVGElement | undefined>>();

/** A drawing of a codicon that needs no fetching, the caller's own. */
export function drawInlineIcon(name: string): Node | undefined {
  if (!inline.has(name)) inline.set(name, parseSvg(inlineIcons[name]));
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
