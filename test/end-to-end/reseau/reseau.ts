import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CertificateAuthority } from '../../servers/authority.ts';
import { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import { createAccount } from '../../servers/net-entreprises-accounts.ts';
import { NetEntreprisesServer } from '../../servers/net-entreprises-server.ts';
import { launchChromium } from '../../support/chromium.ts';
import { PostgresServer } from '../../support/postgres-server.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { addressesOf, dupont, martin, type OfficeServers, runCommandLine } from '../office.ts';

/** What comes back from `run --json`, or what it says on stderr. */
export interface CommandEnding {
  readonly value?: unknown;
  readonly told?: string;
}

/** An office with several workstations: a real PostgreSQL and the servers, over TLS that only this office trusts. */
export class Reseau implements AsyncDisposable {
  private readonly workstations: Workstation[] = [];

  private constructor(
    readonly servers: OfficeServers,
    readonly postgres: PostgresServer,
    readonly database: string,
    readonly folder: string,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Reseau> {
    const authority = await CertificateAuthority.create();
    const impactEmploi = await ImpactEmploiServer.start({ identity: await authority.issue() });
    const accounts = [createAccount(dupont), createAccount(martin)];
    const netEntreprises = await NetEntreprisesServer.start({ identity: await authority.issue(), accounts });
    const folder = await mkdtemp(join(tmpdir(), 'reseau-'));
    await writeFile(join(folder, 'authority.pem'), authority.rootPem);
    const [postgres, browser] = await Promise.all([PostgresServer.start(), launchChromium()]);
    return new Reseau({ impactEmploi, netEntreprises }, postgres, await postgres.createDatabase(), folder, browser);
  }

  /** Sets one up, with a data folder of its own, and opens its window. */
  async addWorkstation(name: string, options: readonly string[] = []): Promise<Workstation> {
    const dataFolder = join(this.folder, name);
    for (const [key, value] of Object.entries(addressesOf(this.servers))) await runCommandLine(dataFolder, ['settings', 'set', key, value]);
    const workstation = await Workstation.start({
      ...{ dataFolder, browser: this.browser },
      options: ['--database', this.postgres.url(this.database), ...options],
      env: { NODE_EXTRA_CA_CERTS: join(this.folder, 'authority.pem') },
    });
    this.workstations.push(workstation);
    return workstation;
  }

  /** All rows of the shared database, as text: what whoever has its password sees. */
  async everyRow(): Promise<string> {
    const tables = await this.postgres.query<{ name: string }>(
      "SELECT table_schema || '.' || quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
      [],
      this.database,
    );
    const rows = await Promise.all(tables.map(({ name }) => this.postgres.query(`SELECT * FROM ${name}`, [], this.database)));
    return JSON.stringify(rows);
  }

  query(text: string, values: unknown[] = []) {
    return this.postgres.query(text, values, this.database);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await Promise.all(this.workstations.map((workstation) => workstation.stop()));
    await Promise.all([this.servers.impactEmploi.close(), this.servers.netEntreprises.close(), this.postgres.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

interface WorkstationParts {
  readonly dataFolder: string;
  readonly browser: Browser;
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** One host and one window of it. */
export class Workstation {
  private constructor(
    readonly dataFolder: string,
    readonly product: StartedProduct,
    readonly page: Page,
  ) {}

  static async start({ dataFolder, browser, options, env }: WorkstationParts): Promise<Workstation> {
    const product = await startProduct({ dataFolder, options, env });
    const page = await browser.newPage({ locale: 'fr-FR', viewport: { width: 1024, height: 768 } });
    await page.goto(product.url);
    return new Workstation(dataFolder, product, page);
  }

  /** Runs a command by the command line beside the host. */
  async run(command: string, args?: object): Promise<CommandEnding> {
    const given = args === undefined ? [] : ['--args', JSON.stringify(args)];
    try {
      const { stdout } = await runCommandLine(this.dataFolder, ['run', command, '--json', ...given]);
      return { value: JSON.parse(stdout) };
    } catch (failure) {
      return { told: String((failure as { stderr?: string }).stderr).trim() };
    }
  }

  stop() {
    return this.product.stop();
  }
}
