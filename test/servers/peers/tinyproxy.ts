import { PeerProcess } from './peer-process.ts';
import { findPeer } from './peer-program.ts';

export const tinyproxy = findPeer('tinyproxy', 'tinyproxy');

export interface TinyproxyOptions {
  /** Sites that it refuses. */
  readonly forbidden?: readonly string[];
  readonly authentication?: { readonly user: string; readonly password: string };
  /** `host:port` of the proxy behind it. */
  readonly upstream?: string;
}

/** tinyproxy (https://tinyproxy.github.io). */
export function startTinyproxy(options: TinyproxyOptions = {}): Promise<PeerProcess> {
  const { forbidden = [], authentication, upstream } = options;
  return PeerProcess.start({
    program: tinyproxy,
    files: ({ folder, port }) => ({
      'tinyproxy.conf': [
        `Port ${port}`,
        'Listen 127.0.0.1',
        'Allow 127.0.0.1',
        'Timeout 5',
        'MaxClients 20',
        ...(authentication ? [`BasicAuth ${authentication.user} ${authentication.password}`] : []),
        ...(upstream === undefined ? [] : [`Upstream http ${upstream}`]),
        ...(forbidden.length > 0 ? [`Filter "${folder}/filter"`] : []),
        '',
      ].join('\n'),
      filter: forbidden.map((site) => `^${site.replaceAll('.', '\\.')}$\n`).join(''),
    }),
    arguments: ({ folder }) => ['-d', '-c', `${folder}/tinyproxy.conf`],
  });
}
