import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { CertificateAuthority } from '../servers/authority.ts';
import { ImpactEmploiServer } from '../servers/impact-emploi-server.ts';
import { createAccount, type NetEntreprisesAccount } from '../servers/net-entreprises-accounts.ts';
import { NetEntreprisesServer } from '../servers/net-entreprises-server.ts';
import { launchChromium } from '../support/chromium.ts';
import { isolationOptions, type StartedProduct, startProduct } from '../support/started-product.ts';

const entry = join(import.meta.dirname, '../../dist/host/main.js');

export const dupont = { siret: '73282932000074', nom: 'Dupont', prenom: 'Élise', motdepasse: 'Été&2024<Paie>' };
export const martin = { siret: '35600000000048', nom: 'Martin', prenom: 'Zoé', motdepasse: 'Autre-M0t!' };

export interface OfficeOptions {
  readonly accounts?: readonly NetEntreprisesAccount[];
  /** Saved before the product starts. The servers' addresses and the installation are set unless given here. */
  readonly settings?: (servers: OfficeServers) => Readonly<Record<string, string>>;
  readonly context?: BrowserContextOptions;
  readonly options?: readonly string[];
}

export interface OfficeServers {
  readonly impactEmploi: ImpactEmploiServer;
  readonly netEntreprises: NetEntreprisesServer;
}

/**
 * An office for one test: both servers over TLS that only this office trusts, the built product on a folder of its
 * own, and a real Chromium in which its window is open.
 */
export class Office implements AsyncDisposable {
  private constructor(
    readonly impactEmploi: ImpactEmploiServer,
    readonly netEntreprises: NetEntreprisesServer,
    readonly folder: string,
    private running: StartedProduct,
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  get product(): StartedProduct {
    return this.running;
  }

  static async open({ accounts, settings, context, options = [] }: OfficeOptions = {}): Promise<Office> {
    const authority = await CertificateAuthority.create();
    const impactEmploi = await ImpactEmploiServer.start({ identity: await authority.issue() });
    const netEntreprises = await NetEntreprisesServer.start({
      identity: await authority.issue(),
      accounts: accounts ?? [createAccount(dupont), createAccount(martin)],
    });
    const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-office-'));
    await writeFile(join(folder, 'authority.pem'), authority.rootPem);
    const dataFolder = join(folder, 'data');
    const values = { ...addressesOf({ impactEmploi, netEntreprises }), ...settings?.({ impactEmploi, netEntreprises }) };
    for (const [key, value] of Object.entries(values)) await runCommandLine(dataFolder, ['settings', 'set', key, value]);
    const product = await startIn(folder, options);
    const browser = await launchChromium();
    const page = await browser.newPage({ locale: 'fr-FR', viewport: { width: 1024, height: 768 }, ...context });
    await page.goto(product.url);
    return new Office(impactEmploi, netEntreprises, folder, product, browser, page);
  }

  /** The ball's button, by the name that tells its state. */
  ball(state: 'connecté' | 'échec de la connexion' | 'mode assistance' | 'état inconnu') {
    return this.page.getByRole('button', { name: `Impact emploi : ${state}`, exact: true });
  }

  /** Right click on the ball in that state, then one entry after the other. */
  async choose(state: Parameters<Office['ball']>[0], ...entries: readonly string[]): Promise<void> {
    await this.ball(state).click({ button: 'right' });
    for (const name of entries) await this.page.getByRole('menuitem', { name, exact: true }).click();
  }

  /** Ends the product, starts it again on the same folder and opens its window anew. */
  async restartProduct(options: readonly string[] = []): Promise<void> {
    await this.running.stop();
    this.running = await startIn(this.folder, options);
    await this.page.goto(this.running.url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.running.stop();
    await Promise.all([this.impactEmploi.close(), this.netEntreprises.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

function startIn(folder: string, options: readonly string[]): Promise<StartedProduct> {
  const env = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
  return startProduct({ env, dataFolder: join(folder, 'data'), options });
}

export function addressesOf({ impactEmploi, netEntreprises }: OfficeServers): Record<string, string> {
  return {
    'connection.type': 'direct',
    'connection.servers.authentication': impactEmploi.authenticationUrl,
    'connection.servers.update': impactEmploi.updatesUrl,
    'connection.servers.netEntreprises': netEntreprises.authenticationUrl,
    'netEntreprises.services.depot': netEntreprises.depositUrl,
    'netEntreprises.services.consultation': netEntreprises.url,
    'impactEmploi.installation': 'IEA-0042',
  };
}

/** Runs the built command line on a data folder. Rejects when it fails, with what it printed. */
export function runCommandLine(dataFolder: string, args: readonly string[], env: Record<string, string> = {}) {
  return promisify(execFile)(process.execPath, [entry, ...args, ...isolationOptions(), '--data-dir', dataFolder], {
    env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file', ...env },
  });
}
