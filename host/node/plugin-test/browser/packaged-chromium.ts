import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { LaunchOptions } from 'playwright-core';

const run = promisify(execFile);

export interface ChromiumPackage {
  /** Folder of the package `@sparticuz/chromium`. */
  readonly packageFolder: string;
  /** Where it is unpacked to, once a version. */
  readonly cacheFolder: string;
}

/** The Chromium that came as an npm package, with libraries and fonts of its own for systems that lack them. */
export async function packagedChromium({ packageFolder, cacheFolder }: ChromiumPackage): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `No Chromium comes along for ${process.platform}-${process.arch}. Install Chrome, or name one in BOULE_BLEUE_CHROMIUM.`,
    );
  }
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const folder = join(cacheFolder, `chromium-${version}`);
  if (!existsSync(folder)) await unpack(packageFolder, folder);
  const executablePath = join(folder, 'chromium');
  const libraries = (await lacksLibraries(executablePath)) ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {};
  return { executablePath, env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...libraries } };
}

/** Unpacks aside and renames, so that tests in parallel never meet half a browser. */
async function unpack(packageFolder: string, folder: string): Promise<void> {
  const aside = `${folder}-${process.pid}`;
  await mkdir(aside, { recursive: true });
  try {
    // The package unpacks into the system's temporary folder, shared by all users; a process of its own can be told another.
    const script = `
      import { inflate } from ${JSON.stringify(pathToFileURL(join(packageFolder, 'build/index.js')).href)};
      for (const name of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) await inflate(${JSON.stringify(join(packageFolder, 'bin/'))} + name);`;
    await run(process.execPath, ['--input-type=module', '--eval', script], { env: { ...process.env, TMPDIR: aside } });
    await writeFile(join(aside, 'fonts.conf'), fontSettings(folder));
    await rename(aside, folder);
  } catch (failure) {
    if (!existsSync(folder)) throw failure;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function lacksLibraries(executable: string): Promise<boolean> {
  const { stdout } = await run('ldd', [executable]);
  return stdout.includes('not found');
}

/** The packaged font first, so that screenshots look alike everywhere; then whatever the system has. */
function fontSettings(folder: string): string {
  const prefer = (family: string) =>
    `<alias binding="strong"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  ${['sans-serif', 'system-ui', 'Segoe UI', 'Helvetica', 'Arial'].map(prefer).join('\n  ')}
</fontconfig>
`;
}
