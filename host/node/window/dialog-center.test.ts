import { afterEach, describe, expect, test } from 'vitest';
import { EventEmitter } from '../../../core/event.ts';
import { DialogCenter, type DialogQuestion } from './dialog-center.ts';

const confirm: DialogQuestion = { kind: 'confirm', message: { key: 'sure' }, confirmLabel: { key: 'yes' } };
const secret: DialogQuestion = { kind: 'secret', title: { key: 'title' }, label: { key: 'label' } };

/** Windows that open and close as the test says. */
class FakeWindows {
  private readonly opened = new EventEmitter<string>();
  private readonly closed = new EventEmitter<string>();
  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  private readonly ids: string[] = [];

  get lastUsed() {
    const id = this.ids.at(-1);
    return id === undefined ? undefined : { id };
  }

  open(id: string): void {
    this.ids.push(id);
    this.opened.fire(id);
  }

  close(id: string): void {
    this.ids.splice(this.ids.indexOf(id), 1);
    this.closed.fire(id);
  }
}

const signal = new AbortController().signal;
let dialogs: DialogCenter;

function start(options: { waitForWindowMs?: number } = {}): FakeWindows {
  const windows = new FakeWindows();
  dialogs = new DialogCenter(windows, options.waitForWindowMs);
  return windows;
}

const firstIdIn = (window: string) => dialogs.shownIn(window)[0]?.id ?? '';

afterEach(() => dialogs.dispose());

test('of several choices only one that was offered is an answer', async () => {
  start().open('one');
  const choices = [{ value: 'a', label: { key: 'a' } }];
  const answer = dialogs.ask('shell', { kind: 'choice', message: { key: 'which' }, choices, confirmLabel: { key: 'go' } }, signal);
  for (const wrong of [{ kind: 'chosen', value: 'b' }, { kind: 'confirmed' }, { kind: 'secret', value: 'a' }] as const) {
    dialogs.answer('one', firstIdIn('one'), wrong);
    expect(dialogs.pendingCount).toBe(1);
  }
  dialogs.answer('one', firstIdIn('one'), { kind: 'chosen', value: 'a' });
  expect(await answer).toEqual({ kind: 'chosen', value: 'a' });
});

describe('where a question is asked', () => {
  test('in the window used last, and in no other', async () => {
    const windows = start();
    windows.open('one');
    windows.open('two');
    const answer = dialogs.ask('hello', confirm, signal);
    expect(dialogs.shownIn('one')).toEqual([]);
    dialogs.answer('two', firstIdIn('two'), { kind: 'confirmed' });
    expect(await answer).toEqual({ kind: 'confirmed' });
    expect(dialogs.shownIn('two')).toEqual([]);
  });

  test('nowhere when no window is open', async () => {
    start();
    await expect(dialogs.ask('hello', confirm, signal)).rejects.toMatchObject({ code: 'dialog.no-window' });
  });

  test('in another window when its own goes away', async () => {
    const windows = start();
    windows.open('one');
    windows.open('two');
    const answer = dialogs.ask('hello', confirm, signal);
    windows.close('two');
    dialogs.answer('one', firstIdIn('one'), { kind: 'dismissed' });
    expect(await answer).toEqual({ kind: 'dismissed' });
  });

  test('again in the window that comes back', async () => {
    const windows = start();
    windows.open('one');
    const answer = dialogs.ask('hello', confirm, signal);
    windows.close('one');
    windows.open('back');
    dialogs.answer('back', firstIdIn('back'), { kind: 'confirmed' });
    expect(await answer).toEqual({ kind: 'confirmed' });
  });

  test('no longer when no window comes back in time', async () => {
    const windows = start({ waitForWindowMs: 1 });
    windows.open('one');
    const answer = dialogs.ask('hello', confirm, signal);
    windows.close('one');
    expect(await answer).toEqual({ kind: 'dismissed' });
  });
});

describe('who may answer', () => {
  test('only the window that shows the question, and only in its kind', async () => {
    const windows = start();
    windows.open('other');
    windows.open('one');
    const answer = dialogs.ask('hello', secret, signal);
    const id = firstIdIn('one');
    dialogs.answer('other', id, { kind: 'secret', value: 'stolen' });
    dialogs.answer('one', id, { kind: 'confirmed' });
    dialogs.answer('one', 'unknown', { kind: 'dismissed' });
    dialogs.answer('one', id, { kind: 'secret', value: 'typed' });
    dialogs.answer('one', id, { kind: 'secret', value: 'too late' });
    expect(await answer).toEqual({ kind: 'secret', value: 'typed' });
  });

  test('nobody any more once the asker gave up', async () => {
    const windows = start();
    windows.open('one');
    const asker = new AbortController();
    const answer = dialogs.ask('hello', confirm, asker.signal);
    asker.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(dialogs.shownIn('one')).toEqual([]);
  });
});
