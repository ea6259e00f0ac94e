import { spawn } from 'node:child_process';

/**
 * `output` is the end of what the program said, where its output is piped; it then goes on to stderr.
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string }} Ending
 */

const keptCharacters = 100_000;
const forwardedSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program to its end. Signals go on to it, so that nothing is left behind when npm is stopped.
 * On Windows the console itself tells every program in it, and killing would leave no time to finish.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<Ending>}
 */
export function runToEnd(program, args, options) {
  const child = spawn(program, args, options);
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    if (process.platform !== 'win32') child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, forward);

  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-keptCharacters);
      process.stderr.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of forwardedSignals) process.off(name, forward);
      resolve({ code, signal, output });
    });
  });
}

/**
 * Ends this process as the child ended.
 * @param {Ending} ending
 */
export function endLike({ code, signal }) {
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
}
