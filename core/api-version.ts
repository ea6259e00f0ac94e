/**
 * Version of the plugin API, which a manifest's `engines["boule-bleue"]` is held against. A major step
 * may break plugins, a minor one adds; the product's own version is another thing.
 */
export const apiVersion = '1.3.0';
