import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import { discovered } from '../../../test/support/manifests.ts';
import type { PackageInstaller, PackageProposal } from '../packages/package-installer.ts';
import type { DialogOutcome, DialogQuestion } from '../window/dialog-center.ts';
import { PackageChanges } from './package-changes.ts';

const never = new AbortController().signal;

let proposal: PackageProposal | undefined;
let answer: DialogOutcome;
let asked: DialogQuestion[];
let log: string[];
let changes: PackageChanges;

function propose(patch: Partial<PackageProposal> = {}, permissions: Permissions = { notifications: true }): PackageProposal {
  const { manifest } = discovered('timesheet', { permissions });
  return {
    ...{ token: 't1', id: 'timesheet', packageName: 'timesheet', version: '2.0.0', integrity: 'sha512-x', manifest, warnings: [] },
    displayName: { fr: 'Pointage', en: 'Timesheet' },
    replacedVersion: undefined,
    newlyAsked: permissions,
    ...patch,
  };
}

async function ask(_plugin: string, question: DialogQuestion): Promise<DialogOutcome> {
  asked.push(question);
  return answer;
}

beforeEach(() => {
  proposal = propose();
  answer = { kind: 'dismissed' };
  asked = [];
  log = [];
  const installer = {
    stage: async () => proposal,
    stageUpdate: async () => proposal,
    commit: async (token: string) => void log.push(`commit ${token}`),
    discard: async (token: string) => void log.push(`discard ${token}`),
    remove: async (plugin: string) => void log.push(`remove ${plugin}`),
  };
  changes = new PackageChanges({
    installer: installer as unknown as PackageInstaller,
    names: { manifests: () => [], settingValue: () => undefined },
    dialogs: { ask },
    language: () => 'fr',
    displayName: (plugin) => ({ key: plugin }),
    onDidChange: () => log.push(`installing ${JSON.stringify(changes.installing?.source)}`),
  });
});

describe('installing', () => {
  test('asks first, says what the extension wants, and takes silence for a no', async () => {
    expect(await changes.add('/srv/timesheet', never)).toMatchObject({ outcome: 'declined', displayName: 'Pointage' });
    expect(asked).toMatchObject([
      {
        kind: 'confirm',
        isCautious: true,
        message: { key: 'plugins.install.question', args: { plugin: 'Pointage', version: '2.0.0' } },
        items: [{ key: 'permission.notifications' }],
      },
    ]);
    expect(log).toEqual(['installing "/srv/timesheet"', 'discard t1', 'installing undefined']);
  });

  test('goes on only after a yes', async () => {
    answer = { kind: 'confirmed' };
    expect(await changes.add('/srv/timesheet', never)).toEqual({
      outcome: 'installed',
      plugin: 'timesheet',
      displayName: 'Pointage',
      version: '2.0.0',
    });
    expect(log).toContain('commit t1');
  });

  test('asks as well for an extension that wants nothing', async () => {
    proposal = propose({}, {});
    await changes.add('timesheet', never);
    expect(asked).toMatchObject([{ detail: { key: 'plugins.install.asks-nothing' }, items: [] }]);
  });

  test('changes nothing when it is given up while it asks', async () => {
    answer = { kind: 'confirmed' };
    const underWay = changes.add('timesheet', never);
    changes.cancel();
    await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
    expect(log).not.toContain('commit t1');
    expect(log).toContain('discard t1');
  });

  test('is done one at a time', async () => {
    const first = changes.add('timesheet', never);
    await expect(changes.add('other', never)).rejects.toMatchObject({ code: 'package.busy' });
    await first;
    await vi.waitFor(() => expect(changes.installing).toBeNull());
  });
});

describe('updating', () => {
  test('asks nothing when the new version wants no more than the one before', async () => {
    proposal = propose({ replacedVersion: '1.0.0', newlyAsked: {} });
    expect(await changes.update('timesheet', never)).toMatchObject({ outcome: 'installed' });
    expect(asked).toEqual([]);
  });

  test('asks about what is new alone, and about what speaks against it', async () => {
    const permissions = { notifications: true, secrets: true };
    proposal = propose({ replacedVersion: '3.0.0', newlyAsked: { secrets: true }, warnings: [{ key: 'w' }] }, permissions);
    expect(await changes.update('timesheet', never)).toMatchObject({ outcome: 'declined' });
    expect(asked).toMatchObject([{ items: [{ key: 'permission.secrets' }], warnings: [{ key: 'w' }], isCautious: true }]);
  });

  test('says when there is nothing newer', async () => {
    proposal = undefined;
    expect(await changes.update('timesheet', never)).toMatchObject({ outcome: 'current' });
  });
});

test('removing asks first, and says what is lost', async () => {
  await changes.remove('timesheet', never);
  expect(log).toEqual([]);
  expect(asked).toMatchObject([{ detail: { key: 'plugins.remove.detail' }, isCautious: true }]);
  answer = { kind: 'confirmed' };
  await changes.remove('timesheet', never);
  expect(log).toEqual(['remove timesheet']);
});
