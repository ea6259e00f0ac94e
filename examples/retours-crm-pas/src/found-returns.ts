import type { StorageService } from 'boule-bleue';
import { addRange, type Range } from './ranges.ts';
import { crmNature, type PortalReturn } from './read-returns.ts';

/** What is known of one account: which stretches were searched, and what was found in them. */
export type Found = { readonly searched: readonly Range[]; readonly returns: readonly PortalReturn[] };

const collection = 'found';
const nothing: Found = { searched: [], returns: [] };

/** What was found, by account: what is past doesn't change, so that nothing is asked twice. No token, no password. */
export class FoundReturns {
  constructor(private readonly storage: StorageService) {}

  async get(account: string): Promise<Found> {
    return (await this.storage.get<Found>(collection, account)) ?? nothing;
  }

  /** Adds what a search of a range found, forgets what lies before the window, and resolves with all there is then. */
  async add(account: string, range: Range, returns: readonly PortalReturn[], window: Range): Promise<Found> {
    const before = await this.get(account);
    const oldest = new Date(window.from).toISOString().replace(/\D/g, '').slice(0, 14);
    // A return may be overwritten: the one that comes later stands.
    const byKey = new Map([...before.returns, ...returns].map((item) => [keyOf(item), item]));
    const kept = [...byKey.values()].filter(({ nature, published }) => nature === crmNature && published >= oldest);
    const found = { searched: addRange(before.searched, range, window), returns: kept };
    await this.storage.write([{ collection, id: account, value: found }]);
    return found;
  }
}

export function keyOf({ flow, nature, published }: PortalReturn): string {
  return [flow, nature, published].join(' ');
}
