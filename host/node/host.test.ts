import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CommandService,
  ContextKeyService,
  DialogService,
  NotificationService,
  PanelService,
  type Plugin,
  plugin,
  ShellError,
  WindowService,
} from '../../core/index.ts';
import { ComposedHost, type SignedIn, type TestPlugin, type TestWindow } from '../../test/support/composed-host.ts';
import { stretched } from '../../test/support/time-bounds.ts';
import { DataFolderInUse } from './data-folder/data-folder.ts';
import { Host } from './host.ts';
import { Workbench } from './workbench.ts';

@plugin()
class Hello implements Plugin {
  constructor(
    private readonly commands: CommandService,
    private readonly panels: PanelService,
    private readonly contextKeys: ContextKeyService,
    private readonly dialogs: DialogService,
    private readonly notifications: NotificationService,
    private readonly window: WindowService,
  ) {}

  activate(): void {
    this.panels.publish('hello.panel', { greetings: 0 });
    this.commands.register('hello.greet', ({ name }) => this.greet(name));
    this.commands.register('hello.fail', () => this.fail());
    this.commands.register('hello.crash', () => {
      throw new TypeError('a secret path /home/user');
    });
    this.commands.register('hello.wait', (_args, { signal }) => waitFor(signal));
    this.commands.register('hello.ask', (_args, { signal }) =>
      this.dialogs.confirm({ message: { key: 'sure' }, confirmLabel: { key: 'yes' } }, { signal }),
    );
    this.commands.register('hello.password', async ({ password }) => ({ length: (await password.reveal()).length, echo: password }));
    this.commands.register('hello.notify', () => this.notify());
    this.commands.register('hello.open', () => this.window.openExternal('https://example.org/'));
  }

  private greet(name: string) {
    this.contextKeys.set('hello.greeted', true);
    this.panels.publish('hello.panel', { greetings: 1 });
    this.panels.setBadge('hello.panel', { count: 1, label: { key: 'badge' } });
    return { text: { key: 'greeting', args: { name } } };
  }

  private fail(): never {
    throw new ShellError('hello.refused', { name: 'Ada' });
  }

  private notify(): void {
    const actions = [{ title: { key: 'yes' }, command: 'hello.greet', args: { name: 'Eve' } }];
    this.notifications.show({ severity: 'info', message: { key: 'greeting', args: { name: 'Bob' } }, actions });
  }
}

function waitFor(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

const named = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false };
const password = { type: 'object', properties: { password: { type: 'string', writeOnly: true } }, required: ['password'] };
const command = (id: string, more = {}) => ({ command: `hello.${id}`, title: `%${id}%`, ...more });

const hello: TestPlugin = {
  main: Hello,
  manifest: {
    permissions: { dialogs: true, notifications: true, openExternal: true },
    contributes: {
      commands: [
        command('greet', { arguments: named }),
        command('password', { arguments: password }),
        ...['fail', 'crash', 'wait', 'ask', 'notify', 'open'].map((id) => command(id)),
      ],
      panels: [{ id: 'hello.panel', title: '%panel%', icon: '$(smiley)', module: './hello-panel.js', element: 'hello-panel' }],
      walkthroughs: [
        {
          id: 'hello.tour',
          title: 'Tour',
          description: '',
          steps: [{ id: 'first', title: 'Greet', description: '', completionEvents: ['onContext:hello.greeted'] }],
        },
      ],
    },
  },
  strings: {
    fr: {
      greet: 'Saluer',
      panel: 'Bonjour',
      greeting: 'Bonjour {name} !',
      badge: 'nouveau',
      sure: 'Vraiment ?',
      yes: 'Oui',
      'error.hello.refused': '{name} ne veut pas.',
    },
    en: {
      greet: 'Greet',
      panel: 'Hello',
      greeting: 'Hello {name}!',
      badge: 'new',
      sure: 'Sure?',
      yes: 'Yes',
      'error.hello.refused': '{name} does not want to.',
    },
  },
};

/** A plugin whose panel would have users run commands of others. */
const stranger: TestPlugin = {
  manifest: {
    permissions: { commands: ['hello.fail'] },
    contributes: { panels: [{ id: 'stranger.panel', title: 'S', icon: '$(bug)', module: './panel.js', element: 'stranger-panel' }] },
  },
};

let composed: ComposedHost;
let signedIn: SignedIn;
let window: TestWindow;

beforeEach(async () => {
  composed = await ComposedHost.start({ plugins: { hello, stranger } });
  signedIn = await composed.signIn();
  window = await composed.openWindow(signedIn);
});

afterEach(() => composed[Symbol.asyncDispose]());

let calls = 0;
const run = (id: string, args?: Record<string, string>, from = window) => {
  calls += 1;
  return from.host.executeCommand({ callId: `call-${calls}`, command: `hello.${id}`, ...(args && { args }) });
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a window', () => {
  test('is told in plain words of a plugin that fails, without its cause', async () => {
    class Failing implements Plugin {
      activate(): void {
        throw new TypeError('a secret path /home/user');
      }
    }
    const failing: TestPlugin = { manifest: { activationEvents: ['onStartup'] }, main: Failing };
    await using host = await ComposedHost.start({ plugins: { failing } });
    const { snapshot } = await host.openWindow(await host.signIn());
    expect(snapshot.notifications.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^L’extension failing a rencontré une erreur/),
    ]);
  });

  test('gets all there is to draw, in its language', async () => {
    const { snapshot } = window;
    expect(snapshot.language).toBe('fr');
    expect(snapshot.commands.find(({ id }) => id === 'hello.greet')?.title).toBe('Saluer');
    expect(snapshot.panels.find(({ id }) => id === 'hello.panel')).toMatchObject({
      title: 'Bonjour',
      content: { module: expect.stringMatching(/^plugins\/hello\/\w+\/hello-panel\.js$/) },
    });
    expect(snapshot.statusItems[0]).toMatchObject({ slot: 'ball', text: 'Impact emploi : état inconnu', menu: 'statusBar/ball' });
    expect(snapshot.menus['statusBar/ball']?.map(({ title }) => title)).toEqual(['Administrer', 'Demande de support technique']);
    const english = await composed.openWindow(signedIn, ['en-GB', 'fr']);
    expect(english.snapshot.commands.find(({ id }) => id === 'hello.greet')?.title).toBe('Greet');
  });

  test('runs commands, and sees what they changed before it hears their outcome', async () => {
    await window.host.openPanel('hello.panel');
    const outcome = await run('greet', { name: 'Ada' });
    expect(outcome).toEqual({ ok: true, value: { text: 'Bonjour Ada !' } });
    expect(window.snapshot.contextKeys['hello.greeted']).toBe(true);
    expect(window.snapshot.badges).toEqual({ 'hello.panel': { count: 1, label: 'nouveau' } });
    expect(window.snapshot.walkthroughs[0]?.steps[0]?.done).toBe(true);
    expect(window.panelStates['hello.panel']).toEqual({ greetings: 1 });
  });

  test('runs for a panel only what the panel’s plugin may run', async () => {
    const ask = (panel: string, id: string) => window.host.executeCommand({ callId: `${panel} ${id}`, command: `hello.${id}`, panel });
    expect(await ask('stranger.panel', 'notify')).toMatchObject({ ok: false, code: 'permission.denied' });
    expect(await ask('nobody.panel', 'notify')).toMatchObject({ ok: false, code: 'permission.denied' });
    expect(window.snapshot.notifications).toEqual([]);
    expect(await ask('stranger.panel', 'fail')).toMatchObject({ ok: false, code: 'hello.refused' });
    expect(await ask('hello.panel', 'notify')).toMatchObject({ ok: true });
  });

  test('opens a panel with its state and strings, and hears of it until it closes it', async () => {
    expect(await window.host.openPanel('hello.panel')).toMatchObject({
      state: { greetings: 0 },
      strings: { greeting: 'Bonjour {name} !' },
    });
    await window.host.closePanel('hello.panel');
    await run('greet', { name: 'Ada' });
    expect(window.panelStates).toEqual({});
  });

  test('is told failures by code and sentence, and nothing of what is inside', async () => {
    expect(await run('fail')).toEqual({ ok: false, cancelled: false, code: 'hello.refused', sentence: 'Ada ne veut pas.' });
    const crash = await run('crash');
    expect(crash).toMatchObject({ ok: false, code: 'plugin.fault' });
    expect(JSON.stringify(crash)).not.toContain('/home/user');
    expect(await run('greet', {})).toMatchObject({ ok: false, code: 'command.arguments-invalid' });
    expect(await run('unheard')).toMatchObject({ ok: false, code: 'command.unknown' });
  });

  test('hands secrets over, and never gets one back', async () => {
    expect(await run('password', { password: 'Needle' })).toEqual({ ok: true, value: { length: 6, echo: '[secret]' } });
  });

  test('can cancel a command, and its going away cancels the others', async () => {
    const outcome = window.host.executeCommand({ callId: 'slow', command: 'hello.wait' });
    await window.host.cancelCommand('slow');
    expect(await outcome).toMatchObject({ ok: false, cancelled: true });
  });

  test('answers questions, also after it was reloaded', async () => {
    const answer = run('ask');
    await until(() => window.snapshot.dialogs.length > 0);
    expect(window.snapshot.dialogs[0]).toMatchObject({ kind: 'confirm', message: 'Vraiment ?', confirmLabel: 'Oui' });
    const other = await composed.openWindow(signedIn);
    await window.host.answerDialog(window.snapshot.dialogs[0]?.id ?? '', { kind: 'confirmed' });
    expect(await answer).toEqual({ ok: true, value: true });
    expect(other.snapshot.dialogs).toEqual([]);
  });

  test('is rid of a question when whoever asked it has gone', async () => {
    const ending = new AbortController();
    const control = await composed.host.control(ending.signal);
    const outcome = control.runCommand({ command: 'hello.ask', language: 'fr' });
    await until(() => window.snapshot.dialogs.length > 0);
    ending.abort();
    expect(await outcome).toMatchObject({ ok: false, code: 'cancelled' });
    await until(() => window.snapshot.dialogs.length === 0);
  });

  test('shows notifications, whose buttons run commands', async () => {
    await run('notify');
    expect(window.snapshot.notifications).toMatchObject([{ message: 'Bonjour Bob !', source: 'hello', actions: ['Oui'] }]);
    await window.host.answerNotification(window.snapshot.notifications[0]?.id ?? '', 0);
    await until(() => window.snapshot.contextKeys['hello.greeted'] === true);
    expect(window.snapshot.notifications).toEqual([]);
  });

  test('opens what is outside of it, where it is the one used last', async () => {
    const other = await composed.openWindow(signedIn);
    await run('open');
    expect(window.opened).toEqual(['https://example.org/']);
    expect(other.opened).toEqual([]);
  });

  test('changes settings, and speaks another language at once', async () => {
    const settings = await window.host.listSettings();
    expect(settings.find(({ key }) => key === 'workbench.language')).toMatchObject({ value: 'auto', isDefault: true, group: 'Fenêtre' });
    expect(await window.host.updateSetting('workbench.language', 'en')).toEqual({ ok: true, value: null });
    await until(() => window.snapshot.language === 'en');
    expect(window.snapshot.commands.find(({ id }) => id === 'hello.greet')?.title).toBe('Greet');
    expect(await run('fail')).toMatchObject({ sentence: 'Ada does not want to.' });
    expect(await window.host.updateSetting('workbench.language', 'de')).toMatchObject({ ok: false, code: 'setting.invalid' });
    expect(await window.host.updateSetting('workbench.language', undefined)).toEqual({ ok: true, value: null });
    await until(() => window.snapshot.language === 'fr');
  });

  test('finds its arrangement again', async () => {
    const layout = {
      openTabs: ['hello.panel'],
      activeTab: 'hello.panel',
      sideBar: { panel: null, widthPixels: 200 },
      bottom: { panel: null, heightPixels: 0 },
      recentCommands: ['hello.greet'],
    };
    await window.host.saveLayout(layout);
    expect((await composed.openWindow(signedIn)).snapshot.layout).toEqual(layout);
  });
});

describe('a connection is refused', () => {
  const upgrade = (options: { cookie?: string; origin?: string; host?: string; authorization?: string }, path = `${signedIn.place}rpc`) => {
    const { origin, ...headers } = options;
    return composed.openSocket(path, { headers, ...(origin && { origin }) });
  };

  test('without a session, or with a made-up one', async () => {
    expect(await upgrade({ origin: composed.origin })).toBe(403);
    expect(await upgrade({ origin: composed.origin, cookie: `boule-bleue-${new URL(composed.url).port}=x` })).toBe(403);
  });

  test('from another site’s page, or from nowhere', async () => {
    expect(await upgrade({ cookie: signedIn.cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade({ cookie: signedIn.cookie, origin: 'null' })).toBe(403);
    expect(await upgrade({ cookie: signedIn.cookie })).toBe(403);
  });

  test('under another name', async () => {
    expect(await upgrade({ cookie: signedIn.cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
  });

  test('at another path', async () => {
    expect(await upgrade({ cookie: signedIn.cookie, origin: composed.origin }, `${signedIn.place}other`)).toBe(403);
    expect(await upgrade({ cookie: signedIn.cookie, origin: composed.origin }, '/__proto__')).toBe(403);
  });

  test('to the command line’s side without its key, with a window’s session too', async () => {
    expect(await upgrade({ cookie: signedIn.cookie, origin: composed.origin }, '/control')).toBe(403);
    expect(await upgrade({ authorization: 'Bearer x' }, '/control')).toBe(403);
  });
});

describe('a hostile peer', () => {
  const openRaw = async () => {
    const socket = await composed.openSocket(`${signedIn.place}rpc`, { headers: { cookie: signedIn.cookie }, origin: composed.origin });
    if (typeof socket === 'number') throw new Error(String(socket));
    return socket;
  };

  test.each([
    ['what is no JSON', 'not json'],
    ['what is no message', '{"a":1}'],
    ['an unknown message', '["launch",1]'],
    ['a reference to nothing', '["push",["pipeline",99,["connect"],[]]]'],
    ['endless nesting', `["push",${'['.repeat(10_000)}${']'.repeat(10_000)}]`],
    ['bytes', Buffer.from([1, 2, 3])],
    ['more than it may', 'x'.repeat(2 * 1024 * 1024)],
  ])('that sends %s is cut off, and nobody else notices', async (_what, message) => {
    const socket = await openRaw();
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    socket.send(message);
    await closed;
    expect(await run('greet', { name: 'Ada' })).toMatchObject({ ok: true });
  });

  test('gets nowhere with arguments of another shape', async () => {
    const host = window.host as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const wrong: [string, unknown[]][] = [
      ['openPanel', [{ toString: 'x' }]],
      ['openPanel', ['x'.repeat(10_000)]],
      ['closePanel', [null]],
      ['saveLayout', [{ openTabs: 'all' }]],
      ['answerDialog', ['dialog-1', { kind: 'secret', value: 1 }]],
      ['answerNotification', ['n', -1]],
      ['cancelProgress', [[]]],
      ['connect', [{}, { languages: ['fr'] }]],
    ];
    for (const [method, args] of wrong) {
      await expect(host[method]?.(...args), method).rejects.toMatchObject({ code: 'window.message-invalid' });
    }
    for (const args of [undefined, { callId: 'x' }, { callId: 'x', command: 'hello.greet', args: () => 1 }]) {
      expect(await host.executeCommand?.(args)).toMatchObject({ ok: false, code: 'window.message-invalid' });
    }
  });

  test.each([['constructor'], ['__proto__'], ['toString'], ['host'], ['#host'], ['guard']])(
    'can not reach %s of the connection',
    async (name) => {
      const socket = await openRaw();
      socket.send(JSON.stringify(['push', ['pipeline', 0, [name], []]]));
      socket.send(JSON.stringify(['pull', 1]));
      const [answer] = await once(socket, 'message');
      expect(JSON.parse(String(answer))).toEqual(['reject', 1, ['error', 'Error', 'request failed']]);
      socket.terminate();
    },
  );

  test('hears nothing of a failure but that there was one', async () => {
    const host = window.host as unknown as Record<string, () => Promise<unknown>>;
    const failure = await host.noSuchMethod?.().then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).toBe('request failed');
    expect(failure?.stack).not.toContain('host/node');
  });

  test('holds no more than so many calls', async () => {
    const outcomes = Array.from({ length: 80 }, (_, index) => window.host.executeCommand({ callId: `c${index}`, command: 'hello.wait' }));
    const refused = await Promise.any(outcomes);
    expect(refused).toMatchObject({ ok: false, code: 'window.message-invalid' });
  });

  test('holds no more than so many panels, there or not, and may close them again', async () => {
    const open = (number: number) => window.host.openPanel(`panel-${number}`);
    for (let number = 0; number < 256; number++) await open(number);
    await expect(open(256)).rejects.toMatchObject({ code: 'window.message-invalid' });
    await window.host.closePanel('panel-0');
    await expect(open(256)).resolves.toEqual({ state: null, strings: {} });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('finds nothing under the name %s', async (name) => {
    expect(await window.host.updateSetting(name, { polluted: true })).toMatchObject({ ok: false, code: 'setting.unknown' });
    expect(await window.host.executeCommand({ callId: name, command: name })).toMatchObject({ ok: false, code: 'command.unknown' });
    expect(await window.host.openPanel(name)).toEqual({ state: null, strings: {} });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('the end', () => {
  test('comes within two seconds, with windows open, calls under way and half a request on the wire', async () => {
    void run('wait').catch(() => undefined);
    const halfway = connect(Number(new URL(composed.url).port), '127.0.0.1');
    await once(halfway, 'connect');
    halfway.on('error', () => {}).write('GET / HTTP/1.1\r\nHost:');
    const socketClosed = once(window.socket, 'close');
    const began = performance.now();
    await composed.host.close();
    expect(performance.now() - began).toBeLessThan(await stretched(2_000));
    await socketClosed;
  });

  test('comes within two seconds, where what windows work with is never loaded', async () => {
    // As when plugins lie on a drive that no longer answers.
    const load = vi.spyOn(Workbench, 'load').mockReturnValue(new Promise(() => {}));
    await composed.host.close();
    const host = await Host.open({ dataFolder: composed.dataFolder, productFolder: composed.productFolder, log: { level: 'silent' } });
    await host.serve(0);
    void host.start();
    await expect.poll(() => load.mock.calls.length).toBe(1);
    load.mockRestore();
    const began = performance.now();
    await host.close();
    expect(performance.now() - began).toBeLessThan(await stretched(2_000));
  });

  test('leaves the folder to the next host, which windows of the former find where it was', async () => {
    await composed.host.close();
    const next = await Host.open({ dataFolder: composed.dataFolder, productFolder: composed.productFolder, log: { level: 'silent' } });
    const url = await next.serve(0);
    expect(new URL(url).origin).toBe(composed.origin);
    const socket = await composed.openSocket(`${signedIn.place}rpc`, { headers: { cookie: signedIn.cookie }, origin: composed.origin });
    expect(typeof socket).toBe('object');
    if (typeof socket === 'object') socket.terminate();
    await next.close();
  });

  test('is not reached by a second host on the same folder', async () => {
    const { dataFolder, productFolder } = composed;
    await expect(Host.open({ dataFolder, productFolder })).rejects.toBeInstanceOf(DataFolderInUse);
  });
});
