import { CertificateAuthority } from '../authority.ts';
import { ImpactEmploiServer } from '../impact-emploi-server.ts';
import { NetEntreprisesServer } from '../net-entreprises-server.ts';
import { passwordOfTheDay } from '../password-of-the-day.ts';
import { ProxyServer } from '../proxy-server.ts';
import { type DemoAccount, demoAccounts, portalAccounts } from './demo-accounts.ts';
import { describeDemo } from './demo-text.ts';
import { HttpsRedirector } from './https-redirector.ts';

/** What `--demo` runs on: servers on this machine, and what the product needs to know for this run only. */
export interface Demo extends AsyncDisposable {
  /** The authority to trust, in PEM, beside those trusted anyway. */
  readonly authorityPem: string;
  /**
   * Where connections really lead, as `host:port` by the `host:port` of the address. So the guide's own addresses
   * can be typed as they are printed, and nothing that is typed here reaches the real servers.
   */
  readonly addressBook: ReadonlyMap<string, string>;
  /** The settings that the guide's story begins with: the addresses from before the change to HTTPS. */
  readonly settings: Readonly<Record<string, string>>;
  /** Commands that make a fresh demonstration look like the guide's, where somebody contributes them. */
  readonly preparations: readonly { readonly command: string; readonly args: Readonly<Record<string, string>> }[];
  readonly accounts: readonly DemoAccount[];
  passwordOfTheDay(now?: Date): string;
  /** The text behind the mark « Démonstration »: several lines. */
  describe(language: 'fr' | 'en', now?: Date): string;
}

const impactEmploiHost = 'impact-emploi.urssaf.fr';
const netEntreprisesHosts = ['services.net-entreprises.fr', 'test-services.net-entreprises.fr'];
const installation = 'DEMONSTRATION';
const refusedInstallation = 'DEMO-REFUSEE';
const unknownInstallation = 'DEMO-INCONNUE';
const proxyAgent = { user: 'agence', password: 'demo' };

/** Starts the demonstration's servers. Disposing it ends them and every connection to them at once. */
export async function startDemo(): Promise<Demo> {
  await using starting = new AsyncDisposableStack();
  const authority = await CertificateAuthority.create({ organisation: 'Boule bleue, démonstration' });
  const identity = await authority.issue({ hosts: [impactEmploiHost, ...netEntreprisesHosts] });
  const impactEmploi = starting.use(
    await ImpactEmploiServer.start({
      identity,
      installations: new Map([
        [refusedInstallation, 'autorisation-refusee'],
        [unknownInstallation, 'licence-inconnue'],
      ]),
    }),
  );
  const netEntreprises = starting.use(await NetEntreprisesServer.start({ identity, accounts: portalAccounts() }));
  const redirector = starting.use(await HttpsRedirector.start(identity));
  const addressBook = new Map([
    [`${impactEmploiHost}:443`, `127.0.0.1:${impactEmploi.port}`],
    [`${impactEmploiHost}:80`, `127.0.0.1:${redirector.port}`],
    ...netEntreprisesHosts.map((host) => [`${host}:443`, `127.0.0.1:${netEntreprises.port}`] as const),
  ]);
  const proxy = starting.use(await ProxyServer.start({ addressBook, behaviour: { kind: 'basic', ...proxyAgent } }));
  const servers = starting.move();
  const password = (now?: Date) => passwordOfTheDay(impactEmploi.cleAssistance, now);
  const facts = {
    accounts: demoAccounts,
    proxy: { host: proxy.host, port: proxy.port, ...proxyAgent },
    refusedInstallation,
    unknownInstallation,
  };
  return {
    authorityPem: authority.rootPem,
    addressBook,
    settings: {
      'connection.type': 'direct',
      'connection.mode': 'normal',
      'connection.servers.authentication': `http://${impactEmploiHost}`,
      'connection.servers.update': `http://${impactEmploiHost}/updates`,
      'impactEmploi.installation': installation,
    },
    preparations: ['Dupont', 'Martin'].map((name) => ({ command: 'credentials.add-account', args: { name } })),
    accounts: demoAccounts,
    passwordOfTheDay: password,
    describe: (language, now) => describeDemo(language, { ...facts, passwordOfTheDay: password(now) }),
    [Symbol.asyncDispose]: () => servers.disposeAsync(),
  };
}
