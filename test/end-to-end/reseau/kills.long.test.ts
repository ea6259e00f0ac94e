import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShellError } from '../../../core/errors.ts';
import { PostgresServer, postgresProblem } from '../../support/postgres-server.ts';
import { randomSource } from '../../support/random-source.ts';
import { openSurvivalStore } from '../../support/survival/open-survival-store.ts';
import { buildSavingProgram, SavingProcess } from '../../support/survival/saving-process.ts';
import { type Acknowledged, SurvivalCheck } from '../../support/survival/survival-check.ts';

/** How many kills of each kind: `BOULE_BLEUE_KILLS=1000` for the long proof, which another seed lets kill at other moments. */
const kills = Number(process.env.BOULE_BLEUE_KILLS ?? 40);
const verifyEvery = 50;
const timeoutMs = 60_000 + kills * 20_000;
const random = randomSource(Number(process.env.BOULE_BLEUE_KILLS_SEED ?? 5));

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kills-'));
  program = await buildSavingProgram(join(folder, 'program'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Kill = (saving: SavingProcess, round: number) => Promise<void>;

/** Saves on a place, kills in the middle, and compares what stands with what was acknowledged. @returns how many saves were. */
async function killInSaves(place: string, kill: Kill): Promise<number> {
  const check = new SurvivalCheck();
  let acknowledged: Acknowledged = new Map();
  for (let round = 1; round <= kills; round += 1) {
    await using saving = new SavingProcess(program, place, acknowledged);
    await saving.untilSaved(1 + random(30));
    await delay(random(8));
    await kill(saving, round);
    await saving.kill();
    const { store, repairs } = openSurvivalStore(place);
    const find = async () => [...repairs, ...(await check.find(store, saving.acknowledged))];
    const whole = round % verifyEvery === 0 || round === kills ? await onceReachable(() => check.verifyWhole(store)) : [];
    expect([...(await onceReachable(find)), ...whole], `round ${round}`).toEqual([]);
    acknowledged = saving.acknowledged;
    await store.engine.close();
  }
  return [...acknowledged.values()].reduce((sum, count) => sum + count, 0);
}

/** A server that was killed takes a moment to be there again. */
async function onceReachable<T>(work: () => Promise<T>): Promise<T> {
  const lateAt = performance.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as ShellError).code !== 'shared-storage.unreachable' || performance.now() > lateAt) throw error;
      await delay(20);
    }
  }
}

const nothingElse: Kill = async () => {};

test(`no acknowledged save is lost in ${kills} kills of the host, on a workstation`, { timeout: timeoutMs }, async () => {
  expect(await killInSaves(join(folder, 'shared.sqlite'), nothingElse)).toBeGreaterThan(kills);
});

describe.skipIf(postgresProblem !== undefined)('with PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start({ isDurable: true });
  });
  afterAll(() => server.stop());

  test(`no acknowledged save is lost in ${kills} kills of the host`, { timeout: timeoutMs }, async () => {
    expect(await killInSaves(server.url(await server.createDatabase()), nothingElse)).toBeGreaterThan(kills);
  });

  test(`no acknowledged save is lost in ${kills} kills of the server and of its processes`, { timeout: timeoutMs }, async () => {
    const killServer: Kill = async (saving, round) => {
      if (round % 2 === 0) await killBackend(server);
      else {
        await server.kill();
        await server.restart();
      }
      // The host comes back by itself, and goes on where it was.
      await saving.untilSaved(5);
    };
    expect(await killInSaves(server.url(await server.createDatabase()), killServer)).toBeGreaterThan(kills);
  });
});

/** Ends one process that works for us, as a fault of memory would: PostgreSQL then ends all others and recovers. */
async function killBackend(server: PostgresServer): Promise<void> {
  const working = "SELECT pid FROM pg_stat_activity WHERE application_name = 'boule-bleue' ORDER BY random() LIMIT 1";
  const [{ pid } = { pid: 0 }] = await server.query<{ pid: number }>(working);
  if (pid > 0) process.kill(pid, 'SIGKILL');
}
