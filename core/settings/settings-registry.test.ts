import { beforeEach, expect, it } from 'vitest';
import type { Serialisable } from '../message.ts';
import { SettingsRegistry } from './settings-registry.ts';

const configuration = [
  {
    title: 'Connection',
    properties: {
      'connection.mode': { type: 'string', enum: ['normal', 'securise'], default: 'securise' },
      'connection.proxy.host': { type: 'string', pattern: '^[^@]*$', patternErrorMessage: '%host.pattern%', default: '' },
      'connection.proxy.port': { type: 'integer', minimum: 0, maximum: 65_535, default: 0 },
    },
  },
];

let kept: Record<string, Serialisable | undefined>;
let settings: SettingsRegistry;

function reopen(): SettingsRegistry {
  const load = () => Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as Record<string, Serialisable>;
  settings = new SettingsRegistry({ load, save: async (changes) => void Object.assign(kept, changes) });
  settings.declare('connection', configuration);
  return settings;
}

beforeEach(() => {
  kept = {};
  reopen();
});

it('answers with the default until a value is saved, also after reopening', async () => {
  expect(settings.get('connection.mode')).toBe('securise');
  await settings.update({ 'connection.mode': 'normal' });
  expect(reopen().get('connection.mode')).toBe('normal');
  expect(settings.isDefault('connection.mode')).toBe(false);
});

it('saves all values of one call or none', async () => {
  await expect(settings.update({ 'connection.mode': 'normal', 'connection.proxy.port': 70_000 })).rejects.toMatchObject({
    code: 'setting.invalid',
    details: { setting: 'connection.proxy.port' },
  });
  expect(settings.get('connection.mode')).toBe('securise');
  expect(kept).toEqual({});
});

it('refuses a text that misses a pattern by what the setting says of it', async () => {
  await expect(settings.update({ 'connection.proxy.host': 'a@b' })).rejects.toMatchObject({
    code: 'setting.refused',
    details: { setting: 'connection.proxy.host', plugin: 'connection', reason: '%host.pattern%' },
  });
  await expect(settings.update({ 'connection.proxy.host': 7 })).rejects.toMatchObject({ code: 'setting.invalid' });
});

it('refuses a key that nobody contributes', async () => {
  await expect(settings.update({ unheard: 1 })).rejects.toMatchObject({ code: 'setting.unknown' });
  expect(settings.get('unheard')).toBeUndefined();
});

it('falls back to the default when a kept value no longer fits, and keeps it for the plugin that wrote it', () => {
  kept['connection.mode'] = 'from another version';
  expect(reopen().get('connection.mode')).toBe('securise');
  expect(kept['connection.mode']).toBe('from another version');
});

it('tells which keys changed, and keeps silent when none did', async () => {
  const heard: (readonly string[])[] = [];
  settings.onDidChange((keys) => heard.push(keys));
  await settings.update({ 'connection.mode': 'normal', 'connection.proxy.port': 0 });
  await settings.update({ 'connection.mode': 'normal' });
  await settings.update({ 'connection.mode': undefined });
  expect(heard).toEqual([['connection.mode'], ['connection.mode']]);
});

it('declares the settings of a plugin all or none', () => {
  const clash = [{ title: 'Other', properties: { fresh: { default: 1 }, 'connection.mode': { default: 2 } } }];
  expect(() => settings.declare('other', clash)).toThrow(expect.objectContaining({ code: 'setting.duplicate' }));
  expect(settings.find('fresh')).toBeUndefined();
});

it('changes nothing when saving fails, and saves again afterwards', async () => {
  let isFull = true;
  const save = async () => {
    if (isFull) throw new Error('disk full');
  };
  settings = new SettingsRegistry({ load: () => ({}), save });
  settings.declare('connection', configuration);
  await expect(settings.update({ 'connection.mode': 'normal' })).rejects.toThrow('disk full');
  expect(settings.get('connection.mode')).toBe('securise');
  isFull = false;
  await settings.update({ 'connection.mode': 'normal' });
  expect(settings.get('connection.mode')).toBe('normal');
});
