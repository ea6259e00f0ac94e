import type { IncomingMessage } from 'node:http';

const prefix = '/fenetre/';
const placed = /^\/fenetre\/([\w-]{1,64})(\/.*)$/s;

/** Where a window is, below which all is that it loads: an address that nobody can guess. Ends with a slash. */
export function pathOfPlace(place: string): string {
  return `${prefix}${place}/`;
}

/** The place that a request's address names, if it names one, and what it asks for there. */
export function splitPlace(url: string): { readonly place: string | undefined; readonly path: string } {
  const [, place, path] = placed.exec(url) ?? [];
  return { place, path: path ?? url };
}

const places = new WeakMap<IncomingMessage, string>();

/** Takes the place off a request's address. {@link placeOf} remembers it. */
export function takePlace(request: IncomingMessage): string {
  const { place, path } = splitPlace(request.url ?? '/');
  if (place !== undefined) places.set(request, place);
  return path;
}

export function placeOf(request: IncomingMessage): string | undefined {
  return places.get(request);
}
