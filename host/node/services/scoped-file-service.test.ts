import { beforeEach, describe, expect, test } from 'vitest';
import { DisposableStore } from '../../../core/lifecycle.ts';
import { grantAll, type PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { DialogCenter } from '../window/dialog-center.ts';
import { WindowGateway } from '../window/window-gateway.ts';
import { ScopedFileService } from './scoped-file-service.ts';

const title = { key: 'title' };
let windows: WindowGateway;
let dialogs: DialogCenter;
let ending: AbortController;
let files: ScopedFileService;

beforeEach(() => {
  windows = new WindowGateway({ build: () => ({}), panelState: () => undefined });
  dialogs = new DialogCenter(windows);
  ending = new AbortController();
  const manifest = manifestOf('some');
  const scope: PluginScope = { manifest, grants: grantAll(manifest), store: new DisposableStore(), signal: ending.signal };
  files = new ScopedFileService(scope, dialogs);
  for (const id of ['w', 'other']) openWindow(id);
});

function openWindow(id: string): void {
  const calls = { update: () => {}, panelState: () => {}, revealPanel: () => {}, openExternal: () => {} };
  windows.add({ id, language: 'fr', openPanels: new Set(), ...calls });
}

const shownId = () => dialogs.shownIn('w')[0]?.id ?? dialogs.shownIn('other')[0]?.id ?? '';
const window = () => (dialogs.shownIn('w').length > 0 ? 'w' : 'other');

/** Answers as a window does, in pieces of a few bytes. */
function sendFile(name: string, bytes: Uint8Array, pieceBytes = 3): void {
  const [id, from] = [shownId(), window()];
  for (let index = 0; index * pieceBytes < bytes.length; index++) {
    const piece = Buffer.from(bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes));
    dialogs.receivePart(from, id, { index, base64: piece.toString('base64') });
  }
  dialogs.answer(from, id, { kind: 'file', name, sizeBytes: bytes.length });
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a picked file', () => {
  test('is told by its name, size and content, whatever folder a window would tell', async () => {
    const picking = files.pick({ title });
    sendFile('C:\\fakepath\\Dossier\\sala\u0000ires.csv', utf8('nom;é'));
    expect(await picking).toEqual({ name: 'salaires.csv', sizeBytes: 6, content: 'nom;é' });
  });

  test.each([
    ['UTF-8', utf8('é€')],
    ['UTF-8 with a mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('é€'))],
    ['Windows-1252', Uint8Array.of(0xe9, 0x80)],
    ['UTF-16 with a mark', Uint8Array.of(0xff, 0xfe, 0xe9, 0x00, 0xac, 0x20)],
    ['UTF-16, the other way round', Uint8Array.of(0xfe, 0xff, 0x00, 0xe9, 0x20, 0xac)],
  ])('is read as %s', async (_encoding, bytes) => {
    const picking = files.pick({ title });
    sendFile('a.txt', bytes);
    expect((await picking)?.content).toBe('é€');
  });

  test('comes as its bytes where they are asked for', async () => {
    const picking = files.pick({ title, content: 'base64' });
    sendFile('a.bin', Uint8Array.of(0, 255, 1));
    expect(await picking).toEqual({ name: 'a.bin', sizeBytes: 3, content: 'AP8B' });
  });

  test('may be empty', async () => {
    const picking = files.pick({ title });
    dialogs.receivePart(window(), shownId(), { index: 0, base64: '' });
    dialogs.answer(window(), shownId(), { kind: 'file', name: 'a', sizeBytes: 0 });
    expect(await picking).toEqual({ name: 'a', sizeBytes: 0, content: '' });
  });

  test('that is sent anew is the new one alone', async () => {
    const picking = files.pick({ title });
    dialogs.receivePart(window(), shownId(), { index: 0, base64: 'AAAA' });
    sendFile('a.txt', utf8('again'));
    expect((await picking)?.content).toBe('again');
  });
});

describe('no file comes of', () => {
  test.each<[string, Parameters<ScopedFileService['pick']>[0], () => void]>([
    ['a closed dialog', { title }, () => dialogs.answer(window(), shownId(), { kind: 'dismissed' })],
    ['one of another kind', { title, accept: ['.csv'] }, () => sendFile('a.exe', utf8('x'))],
    ['one that is too large', { title, maximumBytes: 4 }, () => sendFile('a.txt', utf8('12345'))],
    [
      'a piece too many',
      { title },
      () => {
        dialogs.receivePart(window(), shownId(), { index: 0, base64: 'AAAA' });
        dialogs.receivePart(window(), shownId(), { index: 2, base64: 'AAAA' });
      },
    ],
    ['one whose pieces did not all come', { title }, () => dialogs.answer(window(), shownId(), { kind: 'file', name: 'a', sizeBytes: 9 })],
    ['a name without letters', { title }, () => sendFile('C:\\', utf8('x'))],
  ])('%s', async (_what, options, answer) => {
    const picking = files.pick(options);
    answer();
    expect(await picking).toBeUndefined();
  });

  test('a window that does not show the dialog, nor an answer of another kind', async () => {
    const picking = files.pick({ title });
    const id = shownId();
    const elsewhere = window() === 'w' ? 'other' : 'w';
    dialogs.receivePart(elsewhere, id, { index: 0, base64: 'AAAA' });
    dialogs.answer(elsewhere, id, { kind: 'file', name: 'a', sizeBytes: 3 });
    dialogs.answer(window(), id, { kind: 'secret', value: 'x' });
    dialogs.answer(window(), id, { kind: 'confirmed' });
    expect(dialogs.pendingCount).toBe(1);
    ending.abort();
    await expect(picking).rejects.toThrow();
    expect(dialogs.pendingCount).toBe(0);
  });

  test.each([
    ['accept', { accept: ['csv'] }],
    ['accept', { accept: ['.csv,.exe'] }],
    ['accept', { accept: Array.from({ length: 21 }, () => '.a') }],
    ['maximumBytes', { maximumBytes: 0 }],
    ['maximumBytes', { maximumBytes: Number.NaN }],
  ])('a request with an invalid %s', async (member, options) => {
    await expect(files.pick({ title, ...options })).rejects.toMatchObject({ code: 'file.request-invalid', details: { member } });
  });

  test('a host without a window', async () => {
    const nobody = new DialogCenter(new WindowGateway({ build: () => ({}), panelState: () => undefined }));
    const lonely = new ScopedFileService({ manifest: manifestOf('some'), signal: ending.signal } as PluginScope, nobody);
    await expect(lonely.pick({ title })).rejects.toMatchObject({ code: 'dialog.no-window' });
  });
});

describe('an offered file', () => {
  test('is read by the window that shows it, and taken or not', async () => {
    const offering = files.offer({ name: 'export.csv', text: 'a;b' });
    const elsewhere = window() === 'w' ? 'other' : 'w';
    expect([dialogs.offeredText(window(), shownId()), dialogs.offeredText(elsewhere, shownId())]).toEqual(['a;b', '']);
    dialogs.answer(window(), shownId(), { kind: 'confirmed' });
    expect(await offering).toBe(true);
    const refused = files.offer({ name: 'export.csv', text: 'a;b' });
    dialogs.answer(window(), shownId(), { kind: 'dismissed' });
    expect(await refused).toBe(false);
  });

  test.each(['a.exe', 'a.csv.bat', 'a.html', '../a.csv', 'a/b.csv', '.csv', 'a', 'a.csv\u202e', `${'a'.repeat(300)}.csv`, 'a:b.csv'])(
    'can’t be called %s',
    async (name) => {
      await expect(files.offer({ name, text: '' })).rejects.toMatchObject({ code: 'file.request-invalid', details: { member: 'name' } });
    },
  );

  test('can’t be larger than 4 MB', async () => {
    const text = 'é'.repeat(2 * 1024 * 1024 + 1);
    await expect(files.offer({ name: 'a.txt', text })).rejects.toMatchObject({ details: { member: 'text' } });
  });
});
