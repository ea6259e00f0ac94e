import type { Demo as DemoForHost } from '../../../host/node/demo/demo.ts';
import { CertificateAuthority } from '../authority.ts';
import { ImpactEmploiServer } from '../impact-emploi-server.ts';
import { sampleReturns } from '../net-entreprises-returns.ts';
import { NetEntreprisesServer } from '../net-entreprises-server.ts';
import { passwordOfTheDay } from '../password-of-the-day.ts';
import { ProxyServer } from '../proxy-server.ts';
import { type DemoAccount, demoAccounts, portalAccounts } from './demo-accounts.ts';
import { describeDemo } from './demo-text.ts';
import { HttpsRedirector } from './https-redirector.ts';

/** What `--demo` runs on, with what its tests want to know beside. */
export interface Demo extends DemoForHost {
  readonly settings: Readonly<Record<string, string>>;
  readonly accounts: readonly DemoAccount[];
  passwordOfTheDay(now?: Date): string;
  describe(language: 'fr' | 'en', now?: Date): string;
}

const impactEmploiHost = 'impact-emploi.urssaf.fr';
const netEntreprisesHosts = [
  'services.net-entreprises.fr',
  'test-services.net-entreprises.fr',
  ...['dsnrg', 'dsnra'].flatMap((scheme) => ['depot', 'consultation'].map((service) => `${service}.${scheme}.net-entreprises.fr`)),
];
const proxyAgent = { user: 'agence', password: 'demo' };
const installations = { refused: 'DEMO-REFUSEE', unknown: 'DEMO-INCONNUE' };

/** The story begins with the addresses from before the change to HTTPS. */
const settings = {
  'connection.type': 'direct',
  'connection.mode': 'normal',
  'connection.servers.authentication': `http://${impactEmploiHost}`,
  'connection.servers.update': `http://${impactEmploiHost}/updates`,
  'impactEmploi.installation': 'DEMONSTRATION',
};
const preparations = ['Dupont', 'Martin'].map((name) => ({ command: 'credentials.add-account', args: { name } }));

/** When the last return was published, before the start: long enough ago for a search that leaves the last minutes out. */
const publishedBeforeMs = 10 * 60_000;

/** Starts the demonstration's servers. Disposing it ends them and every connection to them at once. */
export async function startDemo(): Promise<Demo> {
  await using starting = new AsyncDisposableStack();
  const authority = await CertificateAuthority.create({ organisation: 'Boule bleue, démonstration' });
  const { impactEmploi, addressBook } = await startServers(authority, starting);
  const proxy = starting.use(await ProxyServer.start({ addressBook, behaviour: { kind: 'basic', ...proxyAgent } }));
  const { host, port } = proxy;
  const servers = starting.move();
  const password = (now?: Date) => passwordOfTheDay(impactEmploi.cleAssistance, now);
  const facts = { accounts: demoAccounts, proxy: { host, port, ...proxyAgent }, installations };
  return {
    ...{ authorityPem: authority.rootPem, addressBook, settings, preparations },
    accounts: demoAccounts,
    passwordOfTheDay: password,
    describe: (language, now) => describeDemo(language, { ...facts, passwordOfTheDay: password(now) }),
    [Symbol.asyncDispose]: () => servers.disposeAsync(),
  };
}

/** @param starting disposes what was started, where something later fails. */
async function startServers(authority: CertificateAuthority, starting: AsyncDisposableStack) {
  const identity = await authority.issue({ hosts: [impactEmploiHost, ...netEntreprisesHosts] });
  const outcomes = new Map([
    [installations.refused, 'autorisation-refusee'],
    [installations.unknown, 'licence-inconnue'],
  ] as const);
  const impactEmploi = starting.use(await ImpactEmploiServer.start({ identity, installations: outcomes }));
  const netEntreprises = starting.use(await NetEntreprisesServer.start({ identity, accounts: portalAccounts() }));
  netEntreprises.consultation.returns = sampleReturns(Date.now() - publishedBeforeMs);
  const redirector = starting.use(await HttpsRedirector.start(identity));
  const addressBook = new Map([
    [`${impactEmploiHost}:443`, `127.0.0.1:${impactEmploi.port}`],
    [`${impactEmploiHost}:80`, `127.0.0.1:${redirector.port}`],
    ...netEntreprisesHosts.map((host) => [`${host}:443`, `127.0.0.1:${netEntreprises.port}`] as const),
  ]);
  return { impactEmploi, addressBook };
}
