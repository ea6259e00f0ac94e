/** « Comptes utilisateurs » with 10,000 accounts, as it is published and drawn, beside a page that draws them all. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { administrator, dupont, openOffice, panelStrings, sessionOf, stateOf } from '../test/support/office-page.ts';
import { bareTable } from './baselines/bare-table.ts';
import { type Comparison, inTurn } from './statistics.ts';

type PanelState = ReturnType<typeof stateOf>;

const accountCount = 10_000;
const rounds = 9;
const keys = ['4', '2', '7', 'Backspace'];
const beside = 'a page with all rows';

export async function compareAccounts(): Promise<Comparison[]> {
  const browser = await launchChromium();
  try {
    const accounts = Array.from({ length: accountCount }, (_, index) => accountAt(index));
    const office = { accounts, office: { session: sessionOf(administrator) } };
    await using ours = await openOffice(browser, office);
    const bare = await openBare(browser);
    return await compare(ours.page, bare, stateOf(office));
  } finally {
    await browser.close();
  }
}

async function compare(ours: Page, bare: Page, state: PanelState): Promise<Comparison[]> {
  const [opening, bareOpening] = await inTurn(
    rounds,
    () => timeOpening(ours, state),
    () => timeFilling(bare),
  );
  const [key, bareKey] = await inTurn(
    rounds,
    () => timeSlowestKey(ours, 'searchbox'),
    () => timeSlowestKey(bare, 'textbox'),
  );
  return [
    { what: 'accounts: 10,000, state to drawn (aim 100 ms)', unit: 'ms', ours: opening, baseline: bareOpening, beside, aim: 1 },
    { what: 'accounts: slowest key to paint (aim 16 ms)', unit: 'ms', ours: key, baseline: bareKey, beside, aim: 1 },
  ];
}

/** Milliseconds from a new panel's state to the end of the frame that shows it. */
async function timeOpening(page: Page, state: PanelState): Promise<number> {
  const mount = { element: 'credentials-panel', strings: panelStrings, language: 'fr', theme: 'light' } as const;
  return page.evaluate(
    async ([mounted, given]) => {
      document.querySelector('credentials-panel')?.remove();
      const begun = performance.now();
      window.panelPage.mount(mounted);
      await window.panelPage.setState(given);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - begun;
    },
    [mount, state] as const,
  );
}

async function timeFilling(page: Page): Promise<number> {
  return page.evaluate(async () => {
    document.querySelector('tbody')?.replaceChildren();
    const begun = performance.now();
    document.querySelector('button')?.click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begun;
  });
}

/** Milliseconds from a key in the search field to the end of its frame; of several keys the slowest. */
async function timeSlowestKey(page: Page, role: 'searchbox' | 'textbox'): Promise<number> {
  const field = page.getByRole(role, { name: /^(Rechercher un compte|Search)$/ });
  await field.fill('');
  await field.focus();
  const figures: number[] = [];
  for (const key of keys) {
    await page.evaluate(() => {
      const scope = globalThis as unknown as { paintedAt?: number | undefined };
      scope.paintedAt = undefined;
      const note = ({ timeStamp }: Event) =>
        requestAnimationFrame(() => setTimeout(() => Object.assign(scope, { paintedAt: performance.now() - timeStamp })));
      addEventListener('keydown', note, { capture: true, once: true });
    });
    await page.keyboard.press(key);
    const painted = await page.waitForFunction(() => (globalThis as unknown as { paintedAt?: number }).paintedAt);
    figures.push((await painted.jsonValue()) as number);
  }
  return Math.max(...figures);
}

async function openBare(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent(bareTable(accountCount));
  return page;
}

function accountAt(index: number): typeof dupont {
  return { ...dupont, id: crypto.randomUUID(), name: `Salarié n° ${index}`, status: { kind: 'accepted', at: Date.UTC(2026, 10, 1) } };
}
