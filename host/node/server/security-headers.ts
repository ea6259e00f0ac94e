/** Features of browsers that neither the window nor a frame has a use for. */
export const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Sent with every answer, denials included. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
};

/** For answers that hold nothing but text. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Hashes of the inline elements that a page carries, as CSP source expressions. */
export interface InlineHashes {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/**
 * The page's policy: code, styles and fonts of this host alone, nothing inline but the import map and what its
 * hash names, no `eval`, and no connection but to the host the page came from. Frames of strangers' panels can be nowhere else than
 * where this host serves them, which also keeps them from going elsewhere by themselves.
 */
export function pagePolicy(host: string, inline: InlineHashes): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inline.scripts].join(' '),
    ["style-src 'self'", ...inline.styles].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    `frame-src http://*.localhost${portOf(host)}/frames/ http://${host}/frames/`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** With its colon; nothing for the scheme's own. */
function portOf(host: string): string {
  return /:\d+$/.exec(host)?.[0] ?? '';
}
