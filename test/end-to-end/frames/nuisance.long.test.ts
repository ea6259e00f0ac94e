/** What a stranger's frame can do to the window around it: keep it busy, take its keyboard, speak out of turn, draw over it. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stretched } from '../../support/time-bounds.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from '../office.ts';
import { findFrame, StrangersWindow, showPanel } from './stranger.ts';

const stack = new AsyncDisposableStack();
let strangers: StrangersWindow;
let page: Page;
let frame: Frame;

beforeAll(async () => {
  strangers = stack.use(await StrangersWindow.open('hostile', 'neighbour'));
});
afterAll(() => stack.disposeAsync());
beforeEach(async () => {
  page = await strangers.newPage();
  const panel = await showPanel(page, 'Hostile');
  await expectVisible(panel.getByRole('heading', { name: 'Hostile' }));
  frame = await findFrame(page, 'Hostile');
});
afterEach(() => page.close());

/** Has the panel take the focus, without any gesture in the browser. */
function steal(times: number) {
  return runCommandLine(strangers.product.dataFolder, ['run', 'hostile.steal', '--args', JSON.stringify({ times })]);
}

/** Two cores may be busy with other tests; a window that waits for a frame waits for seconds. */
const longestBearableBlockMs = 1_000;

/** Runs in the frame from its next turn on; nobody waits for it. */
function unleash(code: string): Promise<void> {
  return frame.evaluate(`void setTimeout(async () => { ${code} })`);
}

/** The longest time for which the window could do nothing else, within about a second. */
function longestBlockMs(): Promise<number> {
  return page.evaluate(async () => {
    let longest = 0;
    for (let before = performance.now(), end = before + 1_000; before < end; ) {
      await new Promise((resolve) => setTimeout(resolve));
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }
    return longest;
  });
}

async function expectUsable(): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('barre latérale');
  await expectVisible(page.getByRole('option', { name: /barre latérale/i }));
  await page.keyboard.press('Escape');
}

describe('a frame that', () => {
  it('never ends a loop leaves window and neighbours at work, is named and removed', async () => {
    const neighbour = await showPanel(page, 'Voisin');
    await expectVisible(neighbour.getByRole('textbox', { name: 'Champ du voisin' }));
    await unleash('for (;;);');
    expect(await longestBlockMs()).toBeLessThan(await stretched(longestBearableBlockMs));
    await expectUsable();
    await neighbour.getByRole('textbox', { name: 'Champ du voisin' }).fill('travaille');
    await expectVisible(page.getByText('Le panneau « Hostile » de l’extension « Hostile » ne répondait plus'), 20_000);
    expect(await page.locator('iframe[title="Hostile"]').count()).toBe(0);
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expectVisible(page.frameLocator('iframe[title="Hostile"]').getByRole('heading', { name: 'Hostile' }));
  });

  it.each([
    [
      'through its port',
      'const port = await stealPort(); for (;;) { for (let i = 0; i < 50; i += 1) port.postMessage("[]"); await new Promise((r) => setTimeout(r)); }',
    ],
    [
      'with calls',
      'const { panel } = document.querySelector("hostile-panel"); for (;;) { for (let i = 0; i < 20; i += 1) panel.announce("x".repeat(500)); await new Promise((r) => setTimeout(r)); }',
    ],
    [
      'past its port, to the window',
      'for (;;) { for (let i = 0; i < 50; i += 1) parent.postMessage("x".repeat(1000), "*"); await new Promise((r) => setTimeout(r)); }',
    ],
    [
      'of new heights',
      'for (let height = 0; ; height = (height + 37) % 5000) { document.body.style.height = height + "px"; await new Promise((r) => requestAnimationFrame(r)); }',
    ],
  ])('floods the window %s leaves it usable', async (what, code) => {
    await unleash(code);
    expect(await longestBlockMs()).toBeLessThan(await stretched(longestBearableBlockMs));
    await expectUsable();
    if (what !== 'of new heights') await expectVisible(page.getByText('envoyait trop de messages'));
  });

  it('grows without end is as high as it may be, no more', async () => {
    await unleash('document.body.style.height = "10000000px"');
    const height = () => page.locator('iframe[title="Hostile"]').evaluate((element) => element.getBoundingClientRect().height);
    await expect.poll(height).toBeGreaterThan(10_000);
    expect(await height()).toBeLessThan(20_000);
  });

  it.each([
    ['what is no message of the protocol', '["nonsense"]'],
    ['no text at all', { a: 1 }],
    ['a message beyond all measure', 'x'.repeat(2 * 1024 * 1024)],
  ])('says %s is cut off', async (_what, message) => {
    await frame.evaluate(`stealPort().then((port) => { globalThis.port = port; })`);
    await unleash(`port.postMessage(${JSON.stringify(message)})`);
    await expectVisible(page.getByText('envoyait trop de messages'));
    await expectUsable();
  });
});

describe('the port in a stranger’s hands', () => {
  /** Calls of capnweb, as they are on the wire. */
  const call = (method: string, ...args: unknown[]) =>
    frame.evaluate(
      async ([method, args]) => {
        const global = globalThis as unknown as { stealPort(): Promise<MessagePort>; port?: MessagePort };
        global.port ??= await global.stealPort();
        global.port.postMessage(JSON.stringify(['push', ['pipeline', 0, [method], args]]));
      },
      [method, args] as const,
    );

  it('runs no command that the plugin may not run', async () => {
    await call('run', { callId: 1_000, command: 'connection.test' });
    await call('run', { callId: 1_001, command: 'workbench.close-all-tabs' });
    await expectVisible(page.getByRole('tab', { name: 'Hostile' }));
  });

  it('hears of refusals, not where in the window they were made', async () => {
    await frame.evaluate(
      `stealPort().then((port) => { globalThis.answers = []; port.addEventListener('message', ({ data }) => answers.push(data)); })`,
    );
    await frame.evaluate(`document.querySelector('hostile-panel').panel.run(42)`);
    await expect.poll(() => frame.evaluate<string[]>('answers')).toContainEqual(expect.stringContaining('"refused"'));
    expect((await frame.evaluate<string[]>('answers')).join()).not.toMatch(/fenetre|127\.0\.0\.1|workbench-/);
  });

  it('presses no keys while the focus is elsewhere', async () => {
    await page.getByRole('tab', { name: 'Hostile' }).focus();
    await call('press', { key: 'F1', code: 'F1', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, repeat: false });
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await page.getByRole('combobox', { name: 'Palette de commandes' }).isVisible()).toBe(false);
  });

  it('presses keys for the window’s own commands alone, even where the user has just clicked', async () => {
    const count = async () => (await runCommandLine(strangers.product.dataFolder, ['run', 'neighbour.count', '--json'])).stdout.trim();
    expect(await count()).toBe('1');
    const press = (key: string, held: boolean) =>
      call('press', { key, code: `Key${key.toUpperCase()}`, ctrlKey: held, shiftKey: false, altKey: held, metaKey: false, repeat: false });
    await page.frameLocator('iframe[title="Hostile"]').getByRole('textbox').click();
    await press('n', true);
    await press('F1', false);
    await expectVisible(page.getByRole('combobox', { name: 'Palette de commandes' }));
    expect(await count()).toBe('2');
  });

  it('reaches nothing of the window’s objects', async () => {
    for (const method of ['constructor', '__proto__', 'host', 'dispose', 'onFacts']) await call(method);
    await expectUsable();
  });
});

describe('the keyboard', () => {
  afterEach(() => steal(0));

  it('stays where the user works when a frame takes it', async () => {
    const tab = page.getByRole('tab', { name: 'Hostile' });
    await tab.focus();
    await steal(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).not.toBe('IFRAME');
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await page.keyboard.type('x');
    expect(await page.frameLocator('iframe[title="Hostile"]').getByRole('textbox').inputValue()).toBe('');
  });

  it('is lost to no frame that keeps taking it: that one is removed', async () => {
    await page.getByRole('tab', { name: 'Hostile' }).focus();
    await steal(1_000);
    await expectVisible(page.getByText('prenait sans cesse la main sur le clavier'), 15_000);
    await expectUsable();
  });

  it('goes to a frame that the user clicks or tabs into', async () => {
    const field = page.frameLocator('iframe[title="Hostile"]').getByRole('textbox');
    await field.click();
    await page.keyboard.type('ici');
    expect(await field.inputValue()).toBe('ici');
    await page.getByRole('tab', { name: 'Hostile' }).focus();
    for (let presses = 0; presses < 4 && !(await field.evaluate((element) => element.matches(':focus'))); presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type(' aussi');
    expect(await field.inputValue()).toContain('aussi');
    expect(await page.getByText('prenait sans cesse').count()).toBe(0);
  });

  it('is not taken by one frame from another', async () => {
    const neighbour = (await showPanel(page, 'Voisin')).getByRole('textbox', { name: 'Champ du voisin' });
    await neighbour.click();
    await steal(1);
    // Until the frame's word of the mouse would have come, the window can't tell.
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await page.keyboard.type('à moi');
    expect(await page.frameLocator('iframe[title="Hostile"]').getByRole('textbox').inputValue()).toBe('');
  });
});

describe('what a frame draws', () => {
  it('stays within its border, even when it covers all that it has', async () => {
    await unleash(`
      document.body.innerHTML = '<dialog style="position:fixed;inset:0;width:100vw;height:100vh;background:red">Centre de maintenance</dialog><div popover style="inset:0">x</div>';
      document.querySelector('dialog').showModal(); document.querySelector('[popover]').showPopover();`);
    const source = page.getByText('Extension « Hostile » (hostile)');
    await expectVisible(source);
    const box = await page.locator('iframe[title="Hostile"]').boundingBox();
    const seen = await page.evaluate(
      ({ x, y }) => [document.elementFromPoint(x, y - 4), document.elementFromPoint(x, 4)].map((element) => element?.tagName),
      { x: (box?.x ?? 0) + 40, y: box?.y ?? 0 },
    );
    expect(seen).not.toContain('IFRAME');
    await expectUsable();
  });

  it('is told apart in every theme by its border and by a line that says whose it is', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectVisible(page.getByText('Extension « Hostile » (hostile)'));
      expect(
        await page
          .getByRole('tabpanel', { name: 'Hostile' })
          .locator('shell-panel-frame')
          .evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth)),
      ).toBeGreaterThan(0);
    }
  });
});

describe('frames among each other', () => {
  it('don’t find each other; what they say to the window without its port is not listened to', async () => {
    const neighbourPanel = await showPanel(page, 'Voisin');
    await expectVisible(neighbourPanel.getByRole('textbox', { name: 'Champ du voisin' }));
    const neighbour = await findFrame(page, 'Voisin');
    const said = `
      for (let index = 0; index < parent.length; index += 1) parent[index].postMessage('to a neighbour', '*');
      parent.postMessage('boule-bleue panel frame', '*', [new MessageChannel().port2]);
      return parent.length`;
    expect(await frame.evaluate(`(() => { ${said} })()`)).toBe(0);
    await expectUsable();
    expect(await neighbour.evaluate('heard')).toEqual([]);
  });
});
