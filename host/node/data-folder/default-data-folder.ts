import envPaths from 'env-paths';

/** The place the operating system gives applications for what they keep per user. */
export function defaultDataFolder(): string {
  // Linux users type such names, the others read them in a file browser.
  const applicationName = process.platform === 'linux' ? 'boule-bleue' : 'Boule bleue';
  return envPaths(applicationName, { suffix: '' }).data;
}
