/** Values that complete an error's message. Never a secret: details reach logs and windows. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/**
 * Every expected failure of the shell: its stable code, and what engineers read.
 * `host/locales/*.json` hold the sentence of each for users, docs/contributors/errors.md lists them; a test compares all three.
 */
export const errorCatalogue = {
  'command.arguments-invalid': 'Arguments of command {command} are not of its declared shape: {problems}.',
  'command.duplicate': 'Command {command} of plugin {plugin} is already registered.',
  'command.not-declared': 'Plugin {plugin} registers command {command}, which its manifest does not contribute.',
  'command.not-enabled': 'Command {command} is not enabled: {enablement} does not hold.',
  'command.unknown': 'No plugin contributes command {command}.',
  'command.without-handler': 'Plugin {plugin} contributes command {command} but registered no handler for it.',
  'context-key.foreign': 'Plugin {plugin} may not set context key {key}; its keys begin with {prefix}.',
  'control.unreachable': 'The host that runs on {directory} does not answer its control key.',
  'data-folder.in-use': 'Another host runs on the data folder {directory}.',
  'data-folder.not-writable': 'The data folder {directory} cannot be created or written.',
  'demo.missing': 'The demonstration is not part of this build: {path} is missing.',
  'dialog.no-window': 'No window is open to ask in.',
  'hook.arguments-invalid': 'Arguments of hook {hook} are not of its declared shape: {problems}.',
  'hook.duplicate': 'Hook {hook} of plugin {plugin} is already declared.',
  'hook.foreign': 'Plugin {plugin} may not call hook {hook}, which it does not own.',
  'hook.not-granted': 'Plugin {plugin} taps hook {hook}, which its manifest does not ask for under permissions.hooks.',
  'hook.tap-timeout': 'Plugin {plugin} did not answer hook {hook} within {timeoutMs} ms and was left out.',
  'manifest.invalid': 'The manifest of {plugin} has faults:\n{faults}',
  'network.address-invalid': 'The address is not of the form http(s)://host, or holds a user or password.',
  'network.bad-answer': '{host} answered something that is no HTTP, or more than was wanted ({systemCode}).',
  'network.captive-portal': 'The network sends requests for {host} to a sign-in page ({systemCode}).',
  'network.cert-expired': 'The certificate of {host} has expired ({systemCode}).',
  'network.cert-incomplete-chain': '{host} sent its own certificate without those that link it to a known authority ({systemCode}).',
  'network.cert-not-yet-valid': 'The certificate of {host} is not valid yet ({systemCode}).',
  'network.cert-self-signed': 'The certificate of {host} vouches for itself ({systemCode}).',
  'network.cert-unknown-ca': 'The certificate of {host} was issued by an authority that is not trusted here ({systemCode}).',
  'network.cert-wrong-host': 'The certificate shown by {host} was issued for another name ({systemCode}).',
  'network.dns-unknown': 'The name {host} is not known ({systemCode}).',
  'network.header-reserved': 'Plugin {plugin} may not set the header {header}, which says where a request goes or how it is framed.',
  'network.not-tls': '{host} does not speak TLS where it should ({systemCode}).',
  'network.offline': 'The workstation has no network that leads to {host} ({systemCode}).',
  'network.plain-http': 'A request to {host} without encryption is not allowed, or would carry a secret.',
  'network.proxy-auth': 'The proxy wants a user and a password, or refuses those it was shown ({systemCode}).',
  'network.proxy-auth-scheme':
    'The proxy before {host} only accepts a Windows session (NTLM, Negotiate), which is not supported ({systemCode}).',
  'network.proxy-bad': 'The proxy does not answer as a proxy does ({systemCode}).',
  'network.proxy-forbidden': 'The proxy forbids access to {host} ({systemCode}).',
  'network.proxy-unreachable': 'The proxy cannot be reached ({systemCode}).',
  'network.refused': '{host} refuses connections ({systemCode}).',
  'network.reset': '{host} ended the connection before it had answered ({systemCode}).',
  'network.route-invalid': 'Plugin {plugin} answered hook network.route with something that is no way.',
  'network.timeout': '{host} did not answer in time ({systemCode}).',
  'network.tls-version': '{host} only speaks versions of TLS that are no longer safe ({systemCode}).',
  'panel.not-declared': 'Plugin {plugin} publishes panel {panel}, which its manifest does not contribute.',
  'permission.bundled': 'Plugin {plugin} is part of the product: its permissions cannot be taken back.',
  'permission.denied': 'Plugin {plugin} was not granted {permission}: {subject}.',
  'plugin-folder.name-invalid': 'A plugin cannot be called {name}: its id, tags and classes could not be named after it.',
  'plugin-folder.name-taken': 'The plugin name {name} is the shell’s or a bundled plugin’s.',
  'plugin-folder.no-manifest': 'There is no package.json in {folder}.',
  'plugin-folder.not-empty': 'The folder {folder} is not empty.',
  'plugin-folder.not-written': 'The folder {folder} cannot be written: {problem}',
  'plugin.activation-failed': 'Plugin {plugin} failed to activate.',
  'plugin.activation-timeout': 'Plugin {plugin} did not finish activating within {timeoutMs} ms and was given up.',
  'plugin.bundled': 'Plugin {plugin} is bundled and cannot be removed.',
  'plugin.cycle': 'Plugins depend on each other in a circle: {path}.',
  'plugin.deactivation-timeout': 'Plugin {plugin} did not finish deactivating within {timeoutMs} ms and was cut off.',
  'plugin.dependency-missing': 'Plugin {plugin} depends on {dependency}, which is not installed.',
  'plugin.duplicate': 'Two plugins share the id {plugin}: {first} and {second}. The second is left out.',
  'plugin.fault': 'Plugin {plugin} failed in {activity}: an error of its own that it did not expect.',
  'plugin.not-a-class': 'The main module of plugin {plugin} has no default export that is a class.',
  'plugin.process-ended': 'The process of plugin {plugin} ended ({reason}).',
  'plugin.services-unknown': 'The constructor of plugin {plugin} takes services but does not name them: add @plugin() or static services.',
  'plugin.strangers-later': 'Packages by strangers wait for the release that isolates them.',
  'plugin.switched-off': 'Plugin {plugin} is switched off: its process was lost {losses} times within a few minutes.',
  'plugin.unknown': 'No plugin is called {plugin}.',
  'secret.key-not-writable': 'The master key cannot be kept in the keychain or in {file}.',
  'secret.unreadable': 'Secret {name} of plugin {plugin} can no longer be unsealed.',
  'server.listen-failed': 'The server cannot listen on port {port}: {cause}.',
  'server.port-taken': 'Port {port} is taken by another program.',
  'service.not-granted': 'Plugin {plugin} asks for {service} without the permission {permission}. Add it to permissions in its manifest.',
  'service.unknown': 'Plugin {plugin} asks in its constructor for {service}, which is not a service.',
  'setting.duplicate': 'Setting {setting} of plugin {plugin} is already declared.',
  'setting.invalid': 'Setting {setting} does not accept this value: {problems}.',
  'setting.not-granted': 'Plugin {plugin} may not use setting {setting}.',
  'setting.unknown': 'No setting is called {setting}.',
  'storage.damaged': 'The store {path} is damaged.',
  'storage.full': 'There is no room left to write the store {path}.',
  'storage.newer': 'The store {path} is of version {version}; this program knows versions up to {knownVersion}.',
  'storage.not-writable': 'The store {path} cannot be read or written.',
  'when-clause.invalid': 'When clause "{clause}" is not valid at character {position}: {problem}.',
  'window.message-invalid': 'A window sent what the protocol does not allow: {problem}.',
} as const satisfies Record<string, string>;

export type ShellErrorCode = keyof typeof errorCatalogue;

/** The message engineers read: the catalogue's, or for a plugin's own code the code and its details. */
export function describe(code: string, details: ErrorDetails): string {
  const template = (errorCatalogue as Record<string, string>)[code];
  if (template === undefined) return `${code} ${JSON.stringify(details)}`;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}
