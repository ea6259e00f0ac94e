/**
 * The main half of « Comptes utilisateurs » with 10,000 accounts, in the data folder's own database, beside the smallest write to the same file;
 * and how long at most the host does nothing else meanwhile, beside a frame's worth of patience.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { provideApi } from './plugins/sample-runtime.ts';
import { withTemporaryFolder } from './process.ts';
import { type Comparison, median } from './statistics.ts';

// The build puts the plugin's manifest into its code.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/plugins/credentials/package.json')) return nextLoad(url, context);
    return { format: 'module', source: `export default ${readFileSync(fileURLToPath(url), 'utf8')}`, shortCircuit: true };
  },
});

const accountCount = 10_000;
const rounds = 5;
const sampleMs = 2;
/** Whatever others ask of the host meanwhile waits no longer. */
const patienceMs = 50;

export async function compareOffice(): Promise<Comparison[]> {
  return withTemporaryFolder(measureOffice);
}

async function measureOffice(folder: string): Promise<Comparison[]> {
  provideApi();
  const { openOffice } = await import('../test/support/office-of-thousands.ts');
  const { commands, services, panels, shared, close } = await openOffice(folder, accountCount);
  try {
    const taken = await measure(() => services.opener.ensureOpen());
    const published = await repeat(() => services.publisher.publish());
    const shown = await repeat((round) => commands.execute('credentials.show', { account: `Compte ${round}` }));
    const saved = await repeat((round) => commands.execute('credentials.save', { account: `Compte ${round}`, lastName: 'AUTRE' }));
    const rotated = await measure(() => commands.execute('credentials.rotate-keys', { confirmed: true }));
    const bare = await repeat((round) => shared.write([{ collection: 'bare', id: 'bare', value: round }]));
    const told = Buffer.byteLength(JSON.stringify(panels.states['credentials.accounts'])) / 1024;
    const names = Buffer.byteLength(JSON.stringify(Array.from({ length: accountCount }, (_, index) => `Compte ${index}`))) / 1024;
    return [
      timeOf('the state is worked out', published, bare),
      timeOf('one is shown', shown, bare),
      timeOf('one is saved', saved, bare),
      timeOf('all are taken over', taken, bare),
      timeOf('all keys are rotated', rotated, bare),
      stallOf('being taken over', taken),
      stallOf('while keys are rotated', rotated),
      stallOf('while one is saved', saved),
      { what: 'office: 10,000, the state', unit: 'KB', ours: told, baseline: names, beside: 'the bare names' },
    ];
  } finally {
    await close();
  }
}

interface Measured {
  readonly tookMs: number;
  /** The host's thread worked so long without a turn for anything else. */
  readonly stallMs: number;
}

async function repeat(work: (round: number) => Promise<unknown>): Promise<Measured> {
  const measured: Measured[] = [];
  for (let round = 1; round <= rounds; round += 1) measured.push(await measure(() => work(round)));
  return { tookMs: median(measured.map(({ tookMs }) => tookMs)), stallMs: Math.max(...measured.map(({ stallMs }) => stallMs)) };
}

/** What the thread waits while others have the processor is not its own doing. */
async function measure(work: () => Promise<unknown>): Promise<Measured> {
  let stallMs = 0;
  let [turnedAt, worked] = [performance.now(), process.threadCpuUsage()];
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(worked);
    stallMs = Math.max(stallMs, Math.min(performance.now() - turnedAt, (user + system) / 1_000));
    [turnedAt, worked] = [performance.now(), process.threadCpuUsage()];
  }, sampleMs);
  const begunAt = performance.now();
  await work();
  const tookMs = performance.now() - begunAt;
  await new Promise((resolve) => setTimeout(resolve, 3 * sampleMs));
  clearInterval(timer);
  return { tookMs, stallMs };
}

function timeOf(what: string, { tookMs }: Measured, bare: Measured): Comparison {
  return { what: `office: 10,000, ${what}`, unit: 'ms', ours: tookMs, baseline: bare.tookMs, beside: 'a bare write' };
}

function stallOf(what: string, { stallMs }: Measured): Comparison {
  return { what: `office: 10,000, stall ${what}`, unit: 'ms', ours: stallMs, baseline: patienceMs, beside: 'patience', aim: 1 };
}
