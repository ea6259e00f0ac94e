/** The ball turns blue by itself: in the product's window, with a server that dies and comes back. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerFault } from '../servers/server-faults.ts';
import { expectVisible } from './expect-visible.ts';
import { Office, runCommandLine } from './office.ts';

const dead: ServerFault = { kind: 'reset' };

async function loseServer(office: Office): Promise<void> {
  await expectVisible(office.ball('connecté'));
  office.impactEmploi.behaviour.authentication = dead;
  await office.choose('connecté', "Relancer l'authentification auprès du serveur");
  await expectVisible(office.ball('échec de la connexion'));
}

const turnsBlue = (office: Office) => office.ball('connecté').waitFor({ timeout: 60_000 });

const runIn = async (office: Office, ...args: string[]) => (await runCommandLine(join(office.folder, 'data'), args)).stdout;

describe('while the heart shows', () => {
  it('the ball turns blue without a click once the server is back', async () => {
    await using office = await Office.open();
    await loseServer(office);
    office.impactEmploi.behaviour.authentication = 'authorised';
    await turnsBlue(office);
    const login = office.impactEmploi.requests.findLastIndex(({ path }) => path === '/authentification');
    expect(office.impactEmploi.requests[login - 1]).toMatchObject({ method: 'GET', path: '/', body: '' });
  });

  it('it does so where every plugin has a process of its own', async () => {
    await using office = await Office.open({ options: ['--isolate', 'all'] });
    await loseServer(office);
    office.impactEmploi.behaviour.authentication = 'authorised';
    await turnsBlue(office);
  });
});

describe('the command line', () => {
  it('waits until the servers answer', async () => {
    await using office = await Office.open();
    await loseServer(office);
    const waiting = runIn(office, 'run', 'connection.watch', '--json');
    await expect.poll(() => office.impactEmploi.requests.filter(({ path }) => path === '/').length).toBeGreaterThan(1);
    office.impactEmploi.behaviour.authentication = 'authorised';
    const { ok, addresses } = JSON.parse(await waiting) as { ok: boolean; addresses: { ok: boolean }[] };
    expect([ok, addresses.map((address) => address.ok)]).toEqual([true, [true, true, true]]);
    await turnsBlue(office);
  });

  it('stops waiting when it is told to', async () => {
    await using office = await Office.open();
    await loseServer(office);
    const answer = await runIn(office, 'run', 'connection.watch', '--args', '{"timeoutMs":100}', '--json');
    expect(JSON.parse(answer)).toMatchObject({ ok: false, addresses: [{ cause: 'reset' }, { cause: null }, { cause: null }] });
  });
});
