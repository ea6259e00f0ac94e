import { randomBytes } from 'node:crypto';
import { FileService, type OfferedFile, type PickedFile, plugin } from 'boule-bleue';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { filePartBytes } from '../../../core/protocol/window-protocol.ts';
import { ComposedHost, type TestWindow } from '../../../test/support/composed-host.ts';

let files: FileService;

@plugin()
class Importer {
  constructor(service: FileService) {
    files = service;
  }
  activate(): void {}
}

const manifest = { permissions: { files: true }, activationEvents: ['onStartup'], displayName: 'Import' };
const title = { key: 'Importer' };

let host: ComposedHost;
let window: TestWindow;
beforeAll(async () => {
  host = await ComposedHost.start({ plugins: { importer: { manifest, main: Importer } } });
  window = await host.openWindow(await host.signIn());
});
afterAll(() => host[Symbol.asyncDispose]());

async function shownDialog() {
  await vi.waitFor(() => expect(window.snapshot.dialogs).toHaveLength(1));
  return window.snapshot.dialogs[0] as NonNullable<(typeof window.snapshot.dialogs)[0]>;
}

async function send(id: string, bytes: Buffer): Promise<void> {
  for (let index = 0; index * filePartBytes < bytes.length; index++) {
    const base64 = bytes.subarray(index * filePartBytes, (index + 1) * filePartBytes).toString('base64');
    await window.host.sendFilePart(id, { index, base64 });
  }
}

test('the largest file comes over a window’s connection as it is', async () => {
  const bytes = randomBytes(4 * 1024 * 1024);
  const picking: Promise<PickedFile | undefined> = files.pick({ title, content: 'base64' });
  const dialog = await shownDialog();
  expect(dialog).toMatchObject({ kind: 'file', source: 'Import', title: 'Importer', accept: [], maximumBytes: bytes.length });
  await send(dialog.id, bytes);
  await window.host.answerDialog(dialog.id, { kind: 'file', name: 'a.bin', sizeBytes: bytes.length });
  expect(await picking).toEqual({ name: 'a.bin', sizeBytes: bytes.length, content: bytes.toString('base64') });
});

test('a piece or an answer of another shape is refused, and the dialog stays', async () => {
  const picking = files.pick({ title });
  const { id } = await shownDialog();
  const piece = (part: unknown) => window.host.sendFilePart(id, part as never);
  for (const part of [
    { index: -1, base64: '' },
    { index: 0, base64: '%' },
    { index: 0, base64: 'A'.repeat(600_000) },
    { index: 0 },
    { index: '0', base64: '' },
  ])
    await expect(piece(part)).rejects.toMatchObject({ code: 'window.message-invalid' });
  await expect(window.host.answerDialog(id, { kind: 'file', name: '', sizeBytes: 0 })).rejects.toThrow();
  await vi.waitFor(() => expect(window.snapshot.dialogs).toHaveLength(1));
  await window.host.answerDialog(id, { kind: 'dismissed' });
  expect(await picking).toBeUndefined();
});

test('an offered text is read once the window asks for it, and is in no snapshot', async () => {
  const offered: OfferedFile = { name: 'export.csv', text: `secret;${'é'.repeat(500_000)}` };
  const offering = files.offer(offered);
  const dialog = await shownDialog();
  expect(dialog).toMatchObject({ kind: 'offer', source: 'Import', name: 'export.csv', sizeBytes: Buffer.byteLength(offered.text) });
  expect(JSON.stringify(window.snapshot)).not.toContain('secret;');
  expect(await window.host.readOffer(dialog.id)).toBe(offered.text);
  await window.host.answerDialog(dialog.id, { kind: 'confirmed' });
  expect(await offering).toBe(true);
  expect(await window.host.readOffer(dialog.id)).toBe('');
});
