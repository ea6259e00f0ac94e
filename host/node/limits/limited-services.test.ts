import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { Serialisable } from '../../../core/message.ts';
import { grantAll, type PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { AuthenticationService } from '../../../core/services/authentication-service.ts';
import { ContextKeyService, type ContextKeyValue } from '../../../core/services/context-key-service.ts';
import { DialogService } from '../../../core/services/dialog-service.ts';
import { NetworkProbeService, type ProbeReport, type ProbeRequest } from '../../../core/services/network-probe-service.ts';
import { type NotificationOptions, NotificationService, type Progress } from '../../../core/services/notification-service.ts';
import { type PanelBadge, PanelService } from '../../../core/services/panel-service.ts';
import { WindowService } from '../../../core/services/window-service.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { LimitedAuthenticationService } from './limited-authentication-service.ts';
import { LimitedContextKeyService } from './limited-context-key-service.ts';
import { LimitedDialogService } from './limited-dialog-service.ts';
import { LimitedNetworkProbeService } from './limited-network-probe-service.ts';
import { LimitedNotificationService } from './limited-notification-service.ts';
import { LimitedPanelService } from './limited-panel-service.ts';
import { LimitedWindowService } from './limited-window-service.ts';

const panel = { id: 'loud.panel', title: '', icon: '$(x)', location: 'tab', module: './x.js', element: 'loud-panel' } as const;
const greeting: NotificationOptions = { severity: 'info', message: { key: 'hello' } };

let reported: string[];
let store: DisposableStore;
let ending: AbortController;
let scope: PluginScope;

const floods = {
  report: (plugin: string, kind: string) => void reported.push(`${plugin} ${kind}`),
  reportRefusal: (plugin: string, error: unknown) => void reported.push(`${plugin} ${error}`),
};

beforeEach(() => {
  vi.useFakeTimers();
  reported = [];
  store = new DisposableStore();
  ending = new AbortController();
  const manifest = manifestOf('loud', { contributes: { panels: [panel] } });
  scope = { manifest, grants: grantAll(manifest), store, signal: ending.signal };
});

afterEach(() => {
  store.dispose();
  vi.useRealTimers();
});

describe('notifications', () => {
  class Shown extends NotificationService {
    count = 0;
    steps: unknown[] = [];
    override show(): Disposable {
      this.count += 1;
      return toDisposable(() => {
        this.count -= 1;
      });
    }
    override withProgress<T>(_title: object, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
      return work({ report: (step) => this.steps.push(step) }, ending.signal);
    }
  }
  let shown: Shown;
  let service: LimitedNotificationService;

  beforeEach(() => {
    shown = new Shown();
    service = new LimitedNotificationService(scope, shown, { floods, shownCount: () => shown.count });
  });

  test('are five at a time, the rest is dropped and the plugin named', () => {
    const handles = Array.from({ length: 8 }, () => service.show(greeting));
    expect([shown.count, new Set(reported)]).toEqual([5, new Set(['loud notifications'])]);
    for (const handle of handles) handle.dispose();
    expect(shown.count).toBe(0);
  });

  test('that are closed at once are held to a rate', async () => {
    const show = () => {
      service.show(greeting).dispose();
      return reported.length;
    };
    for (let count = 0; count < 10; count++) show();
    expect([reported.length, show()]).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(show()).toBe(1);
  });

  test('are of a size that fits the screen', () => {
    const huge = { ...greeting, message: { key: 'hello', args: { text: 'x'.repeat(20_000) } } };
    expect(() => service.show(huge)).toThrow(expect.objectContaining({ code: 'notification.too-large', details: expect.anything() }));
  });

  test('of work under way tell of its last step, not of each', async () => {
    const work = service.withProgress({ key: 'working' }, async ({ report }) => {
      for (let step = 1; step <= 500; step++) report({ fraction: step / 500 });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return 'done';
    });
    await vi.advanceTimersByTimeAsync(200);
    expect(await work).toBe('done');
    expect(shown.steps.at(-1)).toEqual({ fraction: 1 });
    expect(shown.steps.length).toBeLessThan(30);
  });

  test('that are too many do not keep work from being done', async () => {
    for (let count = 0; count < 5; count++) service.show(greeting);
    expect(await service.withProgress({ key: 'working' }, async () => 'done')).toBe('done');
  });
});

describe('panels', () => {
  const published: Serialisable[] = [];
  const badges: number[] = [];
  let reveals: number;
  let service: LimitedPanelService;

  class Panels extends PanelService {
    override publish = (_panel: string, state: Serialisable) => void published.push(state);
    override setBadge = (_panel: string, { count }: PanelBadge) => void badges.push(count);
    override reveal = () => {
      reveals += 1;
    };
  }

  beforeEach(() => {
    published.length = 0;
    badges.length = 0;
    reveals = 0;
    service = new LimitedPanelService(scope, new Panels(), floods);
  });

  test('get states at once while they are few, as they were when they were published', () => {
    const state = { list: ['a'] };
    service.publish('loud.panel', state);
    state.list.push('b');
    service.publish('loud.panel', state);
    expect(published).toEqual([{ list: ['a'] }, { list: ['a', 'b'] }]);
  });

  test('of a plugin that floods get twenty states a second, and the last one always', async () => {
    for (let millisecond = 0; millisecond < 2_000; millisecond++) {
      for (let count = 0; count < 5; count++) service.publish('loud.panel', { millisecond, count });
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(published.at(-1)).toEqual({ millisecond: 1_999, count: 4 });
    expect(published.length).toBeLessThan(65);
    expect(reported[0]).toBe('loud panels');
  });

  test('get large states less often', async () => {
    const text = 'x'.repeat(1_000_000);
    for (let tenth = 0; tenth < 50; tenth++) {
      service.publish('loud.panel', { tenth, text });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(published.length).toBeLessThan(15);
  });

  test('get no state beyond a megabyte, nor any that is not declared', () => {
    const huge = 'x'.repeat(4 * 1024 * 1024);
    expect(() => service.publish('loud.panel', huge)).toThrow(expect.objectContaining({ code: 'panel.state-too-large' }));
    expect(() => service.publish('other.panel', 1)).toThrow(expect.objectContaining({ code: 'panel.not-declared' }));
    expect(() => service.setBadge('other.panel', { count: 1, label: { key: 'x' } })).toThrow();
    expect(() => service.reveal('other.panel')).toThrow();
    expect(published).toEqual([]);
  });

  test('that refuse a state which had to wait harm nobody but the plugin', async () => {
    const refusing = new (class extends Panels {
      override publish = (_panel: string, state: Serialisable) => {
        if (state === 'bad') throw new Error('Not of the shape');
        return undefined;
      };
    })();
    service = new LimitedPanelService(scope, refusing, floods);
    for (let count = 0; count < 30; count++) service.publish('loud.panel', count);
    service.publish('loud.panel', 'bad');
    await vi.advanceTimersByTimeAsync(500);
    expect(reported).toEqual(['loud Error: Not of the shape']);
  });

  test('are not torn to the front without end', () => {
    for (let count = 0; count < 100; count++) service.reveal('loud.panel');
    expect(reveals).toBe(5);
  });

  test('bear the last mark', async () => {
    for (let count = 1; count <= 1_000; count++) service.setBadge('loud.panel', { count, label: { key: 'x' } });
    await vi.advanceTimersByTimeAsync(100);
    expect([badges.at(-1), badges.length < 30]).toEqual([1_000, true]);
    const label = { key: 'x'.repeat(5_000) };
    expect(() => service.setBadge('loud.panel', { count: 1, label })).toThrow(expect.objectContaining({ code: 'panel.state-too-large' }));
  });

  test('get nothing once the plugin is gone', async () => {
    for (let count = 0; count < 50; count++) service.publish('loud.panel', count);
    const before = published.length;
    store.dispose();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(published).toHaveLength(before);
  });
});

describe('context keys', () => {
  const set: [string, ContextKeyValue][] = [];
  let service: LimitedContextKeyService;

  class Keys extends ContextKeyService {
    override set = (key: string, value: ContextKeyValue) => void set.push([key, value]);
  }

  beforeEach(() => {
    set.length = 0;
    service = new LimitedContextKeyService(scope, new Keys(), floods);
  });

  test('that change without end arrive with their last value', async () => {
    for (let count = 0; count < 5_000; count++) service.set('loud.count', count);
    await vi.advanceTimersByTimeAsync(100);
    expect([set.at(-1), set.length < 220, reported[0]]).toEqual([['loud.count', 4_999], true, 'loud contextKeys']);
  });

  test('are two hundred at most, of a reasonable size, and the plugin’s own', () => {
    for (let count = 0; count < 200; count++) service.set(`loud.${count}`, true);
    expect(() => service.set('loud.more', true)).toThrow(expect.objectContaining({ code: 'context-key.too-many' }));
    service.set('loud.0', undefined);
    service.set('loud.more', true);
    expect(() => service.set('loud.more', 'x'.repeat(5_000))).toThrow(expect.objectContaining({ code: 'context-key.too-large' }));
    expect(() => service.set('other.key', true)).toThrow(expect.objectContaining({ code: 'context-key.foreign' }));
  });
});

describe('questions', () => {
  let asked: PromiseWithResolvers<boolean>[];
  let service: LimitedDialogService;
  const question = { message: { key: 'sure' }, confirmLabel: { key: 'yes' } };

  class Dialogs extends DialogService {
    override confirm(): Promise<boolean> {
      const answer = Promise.withResolvers<boolean>();
      asked.push(answer);
      return answer.promise;
    }
    override async askSecret(): Promise<undefined> {}
  }

  beforeEach(() => {
    asked = [];
    service = new LimitedDialogService(scope, new Dialogs(), floods);
  });

  test('are asked one at a time', async () => {
    const answers = [service.confirm(question), service.confirm(question)];
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    asked[0]?.resolve(true);
    await vi.advanceTimersByTimeAsync(0);
    asked[1]?.resolve(true);
    expect([await Promise.all(answers), asked.length]).toEqual([[true, true], 2]);
  });

  test('beyond five that wait count as closed', async () => {
    const answers = Array.from({ length: 6 }, () => service.confirm(question));
    expect([await answers[5], reported]).toEqual([false, ['loud dialogs']]);
  });

  test('that the user closes three times in a row are told of', async () => {
    for (const isConfirmed of [false, false, true, false, false, false]) {
      const answer = service.confirm(question);
      await vi.advanceTimersByTimeAsync(0);
      expect(reported).toEqual([]);
      asked.at(-1)?.resolve(isConfirmed);
      await answer;
    }
    expect(reported).toEqual(['loud dialogs']);
  });
});

describe('sessions', () => {
  class Sessions extends AuthenticationService {
    asked = 0;
    override async getSession() {
      this.asked += 1;
      return undefined;
    }
    override onDidChangeSessions(): Disposable {
      return toDisposable(() => {});
    }
  }

  test.each([
    ['asked for in a row go at once, those of a flood one a second', {}, 100, 110],
    ['that are renewed again and again wait longer', { renew: true }, 3, 3],
  ])('%s', async (_what, options, atOnce, after) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const sessions = new Sessions();
    const service = new LimitedAuthenticationService(scope, sessions, floods);
    for (let count = 0; count < 1_000; count += 1) void service.getSession('portal', options);
    await vi.advanceTimersByTimeAsync(0);
    expect({ asked: sessions.asked, reported: reported[0] }).toEqual({ asked: atOnce, reported: 'loud sessions' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sessions.asked).toBe(after);
  });
});

test('pages are not opened without end', async () => {
  const opened: string[] = [];
  class Windows extends WindowService {
    override openExternal = async (url: string) => void opened.push(url);
  }
  const service = new LimitedWindowService(scope, new Windows(), floods);
  for (let count = 0; count < 5; count++) await service.openExternal('https://a.example');
  await expect(service.openExternal('https://a.example')).rejects.toMatchObject({ code: 'window.too-often' });
  expect([opened.length, reported]).toEqual([5, ['loud windows']]);
});

describe('probes', () => {
  class Prober extends NetworkProbeService {
    readonly asked: string[] = [];
    override async probe({ url }: ProbeRequest): Promise<ProbeReport> {
      this.asked.push(url);
      return { stages: [], ms: 0, cause: null };
    }
    override onDidChangeNetwork(): Disposable {
      return toDisposable(() => {});
    }
  }
  let prober: Prober;
  let service: LimitedNetworkProbeService;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    prober = new Prober();
    service = new LimitedNetworkProbeService(scope, prober, floods);
  });
  const probeMany = (count: number, signal?: AbortSignal) =>
    Array.from({ length: count }, (_, index) =>
      service.probe({ url: `https://${index}.example`, ...(signal && { signal }) }).catch(({ name }: Error) => name),
    );

  test('of a whole test go at once, those of a scan two a second', async () => {
    void probeMany(1000);
    await vi.advanceTimersByTimeAsync(0);
    expect(prober.asked).toHaveLength(100);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(prober.asked.length).toBeLessThanOrEqual(121);
    expect(prober.asked.length).toBeGreaterThanOrEqual(119);
    expect(reported[0]).toBe('loud probes');
  });

  test('that nobody waits for any more take no turn', async () => {
    await Promise.all(probeMany(100));
    const leaving = new AbortController();
    const left = probeMany(500, leaving.signal);
    const [stayed] = probeMany(1);
    leaving.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['AbortError']));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await stayed).toMatchObject({ cause: null });
    expect(prober.asked).toHaveLength(101);
  });

  test('end with their plugin', async () => {
    await Promise.all(probeMany(100));
    const [waiting] = probeMany(1);
    ending.abort();
    expect(await waiting).toBe('AbortError');
    expect(prober.asked).toHaveLength(100);
  });
});
