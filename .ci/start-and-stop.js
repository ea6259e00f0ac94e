/**
 * Starts the product as users do, opens its page, and stops it. Plain JavaScript without dependencies, for the caller's Node.
 * Prints the closing line that .ci/run adds up.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startTimeoutMs = 300_000;
const stopTimeoutMs = 10_000;

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {string} what
 * @returns {Promise<T>}
 */
function within(promise, ms, what) {
  const expiry = AbortSignal.timeout(ms);
  return Promise.race([
    promise,
    new Promise((_resolve, reject) => expiry.addEventListener('abort', () => reject(new Error(`${what}: not within ${ms} ms`)))),
  ]);
}

/** @param {string} dataFolder */
function start(dataFolder) {
  const npm = spawn('npm', ['start', '--', '--no-open', '--port', '0', '--data-dir', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file' },
    shell: process.platform === 'win32',
  });
  const ending = new Promise((resolve) => npm.on('close', (code, signal) => resolve({ code, signal })));
  const url = new Promise((resolve, reject) => {
    let text = '';
    npm.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const line = text.match(/^Centre de maintenance : (http:\/\/127\.0\.0\.1:\d+\/\?jeton=\S+)\r?\n/m);
      if (line !== null) resolve(line[1]);
    });
    ending.then(({ code, signal }) => reject(new Error(`npm start ended before it was ready: code ${code}, signal ${signal}\n${text}`)));
  });
  return { npm, ending, url };
}

/**
 * Follows redirects by hand, since fetch keeps no cookies.
 * @param {string} address
 */
async function openPage(address) {
  const cookies = [];
  let answer = await fetch(address, { redirect: 'manual' });
  for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < 5; hops += 1) {
    cookies.push(...answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]));
    const target = new URL(answer.headers.get('location') ?? '/', address);
    answer = await fetch(target, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
  }
  const html = await answer.text();
  if (
    answer.status !== 200 ||
    !html.includes('type="importmap"') ||
    !/<script type="module" src="\.\/workbench\/workbench-[^"]+\.js">/.test(html)
  ) {
    throw new Error(`The page is not the workbench's: status ${answer.status}\n${html.slice(0, 2000)}`);
  }
}

/** @param {string} address */
async function mustBeGone(address) {
  const answered = await fetch(address, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
  if (answered) throw new Error('The host still answers after npm start ended');
}

const dataFolder = await mkdtemp(join(tmpdir(), 'boule-bleue-ci-'));
const { npm, ending, url } = start(dataFolder);
try {
  const address = await within(url, startTimeoutMs, 'npm start');
  await openPage(address);
  npm.kill('SIGTERM');
  const { code, signal } = await within(ending, stopTimeoutMs, 'stopping');
  if (code !== 0) throw new Error(`npm start ended with code ${code}, signal ${signal}`);
  await mustBeGone(address);
  console.log('✓ npm start: ready, shows the workbench, stops on SIGTERM with code 0\n1 passed, 0 failed');
} catch (failure) {
  npm.kill('SIGTERM');
  console.log(`✗ npm start: ${failure instanceof Error ? failure.message : failure}\n0 passed, 1 failed`);
  process.exitCode = 1;
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
