import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A network of one's own, in which only what the test sets up exists. */
export interface NamespaceOptions {
  /** Lines of `/etc/hosts`. Default: `localhost` alone. */
  readonly hosts?: readonly string[];
  /** Lines of `/etc/resolv.conf`. Default: none, so that only the lines above are known. */
  readonly resolver?: readonly string[];
  /** Commands that make the network, such as `ip link add …`. The loopback is up already. */
  readonly setUp?: readonly string[];
  readonly timeoutMs: number;
}

export const namespacesMissing =
  'network namespaces can’t be made here (Linux with util-linux and iproute2, as root or where users may), so broken networks aren’t tested';

/** Whether this machine lets this user make networks of their own. */
export const hasNamespaces =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--map-root-user', '--net', '--mount', 'sh', '-c', 'mount --bind /etc/hosts /etc/hosts && ip link set lo up'])
    .status === 0;

const localhost = ['127.0.0.1 localhost', '::1 localhost'];

/**
 * Runs a module's default export, a function without arguments, in a network of its own, where it is root and may take any port.
 * @returns what the function resolved with, by way of JSON.
 */
export async function runInNamespace<Result>(module: URL, options: NamespaceOptions): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'namespace-'));
  try {
    await writeFile(join(folder, 'hosts'), [...localhost, ...(options.hosts ?? []), ''].join('\n'));
    await writeFile(join(folder, 'resolv.conf'), [...(options.resolver ?? []), 'options timeout:5 attempts:2', ''].join('\n'));
    const register = new URL('register-typescript.ts', import.meta.url).href;
    const source = `process.stdout.write(JSON.stringify(await (await import(${JSON.stringify(module.href)})).default()))`;
    const script = [
      'set -e',
      'mount --bind "$0/hosts" /etc/hosts',
      'mount --bind "$0/resolv.conf" /etc/resolv.conf',
      'ip link set lo up',
      ...(options.setUp ?? []),
      'exec "$@"',
    ].join('\n');
    const node = [process.execPath, '--import', register, '--input-type=module', '-e', source];
    const { stdout } = await promisify(execFile)('unshare', ['--map-root-user', '--net', '--mount', 'sh', '-c', script, folder, ...node], {
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    return JSON.parse(stdout) as Result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An interface that swallows what is sent, as behind a firewall that drops packets: at the other end of its cable nobody listens. */
export const swallowingNetwork: readonly string[] = [
  'ip link add void type veth peer name nobody',
  // Otherwise neighbours that don't answer would be told at once.
  'ip link set void arp off',
  'ip link set void up',
  'ip link set nobody up',
  'ip address add 198.51.100.2/24 dev void',
  'ip address add 2001:db8::2/64 dev void nodad',
  'ip route add default via 198.51.100.1 dev void',
  'ip route add default via 2001:db8::1 dev void',
];
