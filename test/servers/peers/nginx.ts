import type { ServerIdentity } from '../authority.ts';
import { PeerProcess } from './peer-process.ts';
import { findPeer } from './peer-program.ts';

export const nginx = findPeer('nginx', 'nginx-light');

export interface NginxOptions {
  /** Without one it speaks plain HTTP. */
  readonly identity?: ServerIdentity;
  /** Further lines for its one `server` block, such as `ssl_protocols TLSv1.2;`. */
  readonly server?: readonly string[];
  /** Added to `listen`, such as `http2`. */
  readonly listen?: string;
  /** What `/` does. Default: answers 200. */
  readonly location?: string;
}

/** nginx (https://nginx.org), one worker, on a folder of its own. */
export function startNginx({
  identity,
  server = [],
  listen = '',
  location = "return 200 'nginx';",
}: NginxOptions = {}): Promise<PeerProcess> {
  return PeerProcess.start({
    program: nginx,
    files: ({ folder, port }) => ({
      'nginx.conf': [
        'daemon off;',
        'worker_processes 1;',
        `pid ${folder}/nginx.pid;`,
        'error_log stderr warn;',
        'events { worker_connections 64; }',
        'http {',
        'access_log off;',
        ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`),
        'server {',
        `listen 127.0.0.1:${port} ${identity ? 'ssl' : ''} ${listen};`,
        ...(identity ? [`ssl_certificate ${folder}/server.pem;`, `ssl_certificate_key ${folder}/server.key;`] : []),
        ...server,
        `location / { ${location} }`,
        '}',
        '}',
        '',
      ].join('\n'),
      ...(identity && { 'server.pem': identity.cert, 'server.key': identity.key }),
    }),
    arguments: ({ folder }) => ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
  });
}
