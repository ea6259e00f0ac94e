import { beforeEach, expect, test } from 'vitest';
import type { PermissionItem } from '../../../core/protocol/plugin-administration.ts';
import { discovered } from '../../../test/support/manifests.ts';
import { permissionItems } from '../permissions/permission-items.ts';
import { PermissionStore } from '../permissions/permission-store.ts';
import type { ListedPlugin } from '../plugins/plugin-library.ts';
import type { DialogQuestion } from '../window/dialog-center.ts';
import { switchPermission } from './permission-switch.ts';

const never = new AbortController().signal;
const origin = 'https://a.example';
const { manifest } = discovered('greedy', { permissions: { notifications: true, network: [origin] } });
const plugin = {
  id: 'greedy',
  manifest,
  origin: 'development',
  location: '/',
  state: 'active',
  faults: [],
} as const satisfies ListedPlugin;

let permissions: PermissionStore;
let asked: DialogQuestion[];
let answersYes: boolean;

const granted = () => permissions.grantsOf(plugin).current;
const itemsOf = (): readonly PermissionItem[] =>
  permissionItems(manifest, granted(), { manifests: () => [manifest], settingValue: () => undefined });

function change(permission: string, isGranted: boolean, subject: string | null = null) {
  const dialogs = {
    ask: async (_plugin: string, question: DialogQuestion) => {
      asked.push(question);
      return { kind: answersYes ? 'confirmed' : 'dismissed' } as const;
    },
  };
  return switchPermission(plugin, { permission, subject, isGranted }, { permissions, dialogs, itemsOf }, never);
}

beforeEach(() => {
  permissions = new PermissionStore({} as never, { plugins: () => [plugin], setting: () => undefined });
  asked = [];
  answersYes = false;
});

test('taking a permission back asks nothing', async () => {
  await change('network', false, origin);
  expect(granted()).toEqual({ notifications: true });
  expect(asked).toEqual([]);
});

test('giving one asks first, whoever ran the command, and takes silence for a no', async () => {
  await change('notifications', false);
  await change('notifications', true);
  expect(asked).toMatchObject([{ kind: 'confirm', isCautious: true, items: [{ key: 'permission.notifications' }] }]);
  expect(granted()).toEqual({ network: [origin] });
  answersYes = true;
  await change('notifications', true);
  expect(granted()).toMatchObject({ notifications: true });
});

test('what is so already is asked of nobody', async () => {
  await change('notifications', true);
  expect(asked).toEqual([]);
});

test('what the manifest does not ask for can be neither given nor taken', async () => {
  await expect(change('secrets', true)).rejects.toMatchObject({ code: 'permission.not-asked' });
  await expect(change('network', true, 'https://other.example')).rejects.toMatchObject({ code: 'permission.not-asked' });
});
