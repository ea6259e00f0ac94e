import type { ManifestNode } from './manifest-node.ts';
import type { ManifestRules } from './manifest-rules.ts';

/** What the shape of `permissions` doesn't tell: `network` holds exact origins over TLS, or settings that hold an address. */
export function checkPermissions(permissions: ManifestNode, rules: ManifestRules): void {
  for (const origin of permissions.get('network').items()) {
    if (origin.text === undefined || /^\$\{config:[^\s{}]+\}$/.test(origin.text)) continue;
    const suggestion = suggestOrigin(origin.text);
    if (suggestion !== origin.text) {
      rules.fault(
        origin,
        `is not an exact https origin: ${origin.text}`,
        `Give ${suggestion} or \${config:<setting>}; a grant names whom it trusts.`,
      );
    }
  }
}

/** The origin that was meant. Equal to the text when that is an origin as it should be. */
function suggestOrigin(text: string): string {
  const { protocol, host, origin } = URL.parse(text) ?? {};
  if (!host || host.includes('*')) return 'https://<host>[:<port>]';
  return protocol === 'https:' && origin ? origin : `https://${host}`;
}
