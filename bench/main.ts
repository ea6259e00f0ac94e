/** Measures the product beside bare baselines in one run and prints ratios. Run with `npm run bench`. */
import { compareAccounts } from './accounts.ts';
import { compareHosts } from './host.ts';
import { compareNetwork } from './network.ts';
import { compareOffice } from './office.ts';
import { comparePalettes } from './palette.ts';
import { compareInstalled } from './plugins/installed.ts';
import { compareIsolation } from './plugins/isolation.ts';
import { compareWindowCalls } from './plugins/window-call.ts';
import { compareSharedStorage } from './reseau/shared-storage.ts';
import { describeComparison } from './statistics.ts';
import { compareViews } from './views.ts';
import { compareWindows } from './window.ts';

for (const compare of [
  compareHosts,
  compareNetwork,
  compareWindows,
  comparePalettes,
  compareViews,
  compareAccounts,
  compareOffice,
  compareIsolation,
  compareWindowCalls,
  compareInstalled,
  compareSharedStorage,
]) {
  for (const comparison of await compare()) process.stdout.write(`${describeComparison(comparison)}\n`);
}
