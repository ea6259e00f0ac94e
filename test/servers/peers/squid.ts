import { existsSync } from 'node:fs';
import { PeerProcess } from './peer-process.ts';
import { findPeer } from './peer-program.ts';

export const squid = findPeer('squid', 'squid-openssl');

/** Where Debian puts what squid makes certificates with; only `squid-openssl` brings it. */
const certificateMaker = '/usr/lib/squid/security_file_certgen';

/** Whether the installed squid can open TLS as security appliances do. */
export const squidOpensTls = squid.path !== undefined && existsSync(certificateMaker);
export const squidCannotOpenTls =
  "Debian's squid-openssl isn't installed here, so no squid that opens TLS is tested: apt-get install squid-openssl";

export interface SquidOptions {
  /** Names that squid alone can resolve, with their addresses. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Sites that it refuses. */
  readonly forbidden?: readonly string[];
  /** Asks for a user and a password, or for what only a Windows session can give. */
  readonly authentication?: { readonly user: string; readonly password: string } | 'integrated';
  /** Opens TLS with this authority: key and certificate in PEM, and trusts servers of another. */
  readonly opensTls?: { readonly authorityPem: string; readonly trustedPem: string };
}

/** squid (https://www.squid-cache.org), with nothing kept and nothing cached. */
export function startSquid(options: SquidOptions = {}): Promise<PeerProcess> {
  return PeerProcess.start({
    program: squid,
    files: ({ folder, port }) => ({
      'squid.conf': configure(options, folder, port),
      hosts: Object.entries(options.hosts ?? {})
        .map(([name, address]) => `${address} ${name}\n`)
        .join(''),
      'basic.sh': basicHelper(options),
      'never.sh': '#!/bin/sh\nwhile read -r line; do echo BH; done\n',
      ...(options.opensTls && { 'authority.pem': options.opensTls.authorityPem, 'trusted.pem': options.opensTls.trustedPem }),
    }),
    // It would wait two seconds for its clients to leave; its helpers end with it.
    stopSignal: 'SIGKILL',
    // Shared memory, of which every squid of one name has the same.
    leavesBehind: ({ name }) => `/dev/shm/${name}-`,
    arguments: ({ name, folder }) => ['-n', name, '-N', '-d', '1', '-f', `${folder}/squid.conf`],
    ...(options.opensTls && { prepare: ({ folder }) => [certificateMaker, '-c', '-s', `${folder}/certificates`, '-M', '4MB'] as const }),
  });
}

function configure({ forbidden = [], authentication, opensTls }: SquidOptions, folder: string, port: number): string {
  const bump = `ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB tls-cert=${folder}/authority.pem`;
  return [
    `http_port 127.0.0.1:${port} ${opensTls ? bump : ''}`,
    ...(authentication === 'integrated'
      ? [`auth_param ntlm program ${folder}/never.sh`, `auth_param negotiate program ${folder}/never.sh`]
      : []),
    ...(typeof authentication === 'object' ? [`auth_param basic program ${folder}/basic.sh`, 'auth_param basic realm Agence de Lyon'] : []),
    ...(authentication ? ['acl known proxy_auth REQUIRED', 'http_access deny !known'] : []),
    ...forbidden.flatMap((site) => [`acl forbidden dstdomain ${site}`, `http_access deny forbidden`]),
    'http_access allow all',
    ...(opensTls
      ? [
          `sslcrtd_program ${certificateMaker} -s ${folder}/certificates -M 4MB`,
          'sslcrtd_children 1',
          `tls_outgoing_options cafile=${folder}/trusted.pem`,
          'ssl_bump bump all',
        ]
      : []),
    `hosts_file ${folder}/hosts`,
    // Nobody answers there, so that no test asks the network: a name that is not in the file is not found in time.
    'dns_nameservers 127.0.0.1',
    'dns_timeout 1 second',
    'dns_retransmit_interval 1 second',
    'connect_timeout 2 seconds',
    'pid_filename none',
    'cache deny all',
    'cache_mem 1 MB',
    'access_log none',
    `cache_log ${folder}/cache.log`,
    `coredump_dir ${folder}`,
    'netdb_filename none',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    // It reserves memory for as many as the system allows, which may be a million.
    'max_filedescriptors 1024',
    '',
  ].join('\n');
}

/** squid hands helpers a line with user and password, each escaped in its own way (https://wiki.squid-cache.org/Features/AddonHelpers). */
function basicHelper({ authentication }: SquidOptions): string {
  const known = typeof authentication === 'object' ? authentication : { user: '', password: '' };
  const line = `${escapeAsSquid(known.user)} ${escapeAsSquid(known.password)}`;
  return `#!/bin/sh\nwhile read -r line; do if [ "$line" = '${line}' ]; then echo OK; else echo ERR; fi; done\n`;
}

function escapeAsSquid(text: string): string {
  const escaped = [...Buffer.from(text, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte);
    const isSafe = byte > 0x20 && byte < 0x7f && !'<>"#%{}|\\^~[]`\''.includes(character);
    return isSafe ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return escaped.join('');
}
