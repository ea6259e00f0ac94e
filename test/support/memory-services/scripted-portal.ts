import type { NetworkAnswer, NetworkRequest } from 'boule-bleue';
import { ScriptedNetwork } from './scripted-network.ts';

/**
 * The portal, whose authentication answers as laid out beforehand. The services behind it are well, and asked in `furtherRequests`, unless a test
 * lays out their answers too.
 */
export class ScriptedPortal extends ScriptedNetwork {
  readonly furtherRequests: NetworkRequest[] = [];
  readonly furtherAnswers: Partial<Record<'deposit' | 'returns', Partial<NetworkAnswer>[]>> = {};

  override async request(request: NetworkRequest): Promise<NetworkAnswer> {
    const service = serviceOf(request);
    if (!service) return super.request(request);
    this.furtherRequests.push(request);
    return { status: service === 'deposit' ? 405 : 404, headers: {}, body: '', ...this.furtherAnswers[service]?.shift() };
  }
}

function serviceOf({ url }: NetworkRequest): 'deposit' | 'returns' | undefined {
  if (url.includes('/deposer-dsn/')) return 'deposit';
  return url.includes('/lister-retours-declarant/') ? 'returns' : undefined;
}
