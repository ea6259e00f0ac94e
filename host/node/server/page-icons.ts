import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';

/** SVG sources by codicon name. */
export type PageIcons = Readonly<Record<string, string>>;

const maximumIcons = 60;

/**
 * Reads the codicons that plugins give the parts seen first, so that the page carries them: a request for each would
 * cost the window's first picture more than their few hundred bytes.
 */
export class PageIconReader {
  private readonly sources = new Map<string, Promise<string | undefined>>();

  /** @param folder holds a file `<name>.svg` for every codicon. */
  constructor(private readonly folder: string) {}

  async read({ panels = [], statusItems = [], menus = {} }: Partial<WorkbenchSnapshot>): Promise<PageIcons> {
    const items = [...panels, ...statusItems, ...Object.values(menus).flat()];
    const names = new Set(items.flatMap(({ icon }) => /^\$\(([a-z0-9-]+)(?:~spin)?\)$/.exec(icon ?? '')?.[1] ?? []));
    const read = await Promise.all([...names].slice(0, maximumIcons).map(async (name) => [name, await this.source(name)] as const));
    return Object.fromEntries(read.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
  }

  /** A name that no codicon has is for the window to show as nothing. */
  private source(name: string): Promise<string | undefined> {
    const known = this.sources.get(name) ?? readFile(join(this.folder, `${name}.svg`), 'utf8').catch(() => undefined);
    this.sources.set(name, known);
    return known;
  }
}
