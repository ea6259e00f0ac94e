/**
 * What the keychain's process runs. It is handed over as text, so that it needs no file of its own
 * beside the bundled host, and therefore may use nothing but its parameters and Node's globals.
 *
 * On Linux the library would silently fall back to the kernel's keyring, which forgets everything at
 * the next restart of the computer; naming the store forbids that.
 */
export function keychainProgram(require: NodeJS.Require, [library, service, account, operation]: string[]): void {
  const { Entry } = require(library ?? '');
  try {
    const entry = new Entry(service, account, { linux: { store: 'secret-service' } });
    process.stdout.write('reached\n');
    if (operation === 'read') {
      process.stdout.write(entry.getPassword() ?? '');
    } else {
      const text = require('node:fs').readFileSync(0, 'utf8');
      entry.setPassword(text);
      if (entry.getPassword() !== text) throw new Error('What was written could not be read again');
    }
  } catch (error) {
    process.stderr.write((error as Error).message);
    process.exitCode = 1;
  }
}
