import { commonHeaders, deniedFeatures } from '../server/security-headers.ts';

/** Where a frame's page and files lie. */
export interface FramePlace {
  /** Address below which everything is that the frame may load; ends with a slash. */
  readonly address: string;
  /** Origins of the window. */
  readonly embedders: readonly string[];
}

/** Beside those that the window itself does without. */
const furtherFeatures = [
  'browsing-topics',
  'clipboard-read',
  'clipboard-write',
  'compute-pressure',
  'cross-origin-isolated',
  'deferred-fetch',
  'deferred-fetch-minimal',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'local-network-access',
  'loopback-network',
  'otp-credentials',
  'picture-in-picture',
  'publickey-credentials-create',
  'screen-wake-lock',
  'storage-access',
  'sync-xhr',
  'unload',
  'window-management',
];

/**
 * Sent with all that frames get. A frame's origin is opaque, hence foreign to the host: what it may load must say so.
 * `connection-allowlist` is for browsers that know it: it ends what a content security policy has no word for.
 */
export const frameHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': 'null',
  'permissions-policy': [...deniedFeatures, ...furtherFeatures].map((feature) => `${feature}=()`).join(', '),
  'x-dns-prefetch-control': 'off',
  'connection-allowlist': '(response-origin)',
  'cache-control': 'no-store',
};

/** For a file that is opened as a page of its own. */
export const frameFilePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The policy of a frame's page. Scripts are allowed by their place, never by a nonce: modules hand a nonce on to whatever they import,
 * from anywhere. Forms are allowed to be filled in, since without that no `submit` event is fired, but lead nowhere.
 *
 * @param importMap hash of the page's import map, as a CSP source expression.
 */
export function framePolicy({ address, embedders }: FramePlace, importMap: readonly string[]): string {
  return [
    'sandbox allow-scripts allow-forms',
    "default-src 'none'",
    ['script-src', ...importMap, address].join(' '),
    `style-src ${address}`,
    `img-src data: ${address}`,
    `font-src data: ${address}`,
    "connect-src 'none'",
    "media-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "manifest-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    ['frame-ancestors', ...embedders].join(' '),
  ].join('; ');
}
