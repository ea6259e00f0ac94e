import { beforeEach, expect, it } from 'vitest';
import type { Serialisable } from '../message.ts';
import { SettingsRegistry } from './settings-registry.ts';

const configuration = [
  {
    title: 'Connection',
    properties: {
      'connection.mode': { type: 'string', enum: ['normal', 'securise'], default: 'securise' },
      'connection.proxy.port': { type: 'integer', minimum: 0, maximum: 65_535, default: 0 },
    },
  },
];

let kept: Record<string, Serialisable | undefined>;
let settings: SettingsRegistry;

function reopen(): SettingsRegistry {
  const load = () => Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as Record<string, Serialisable>;
  settings = new SettingsRegistry({ load, save: (changes) => void Object.assign(kept, changes) });
  settings.declare('connection', configuration);
  return settings;
}

beforeEach(() => {
  kept = {};
  reopen();
});

it('answers with the default until a value is saved, also after reopening', () => {
  expect(settings.get('connection.mode')).toBe('securise');
  settings.update({ 'connection.mode': 'normal' });
  expect(reopen().get('connection.mode')).toBe('normal');
  expect(settings.isDefault('connection.mode')).toBe(false);
});

it('saves all values of one call or none', () => {
  expect(() => settings.update({ 'connection.mode': 'normal', 'connection.proxy.port': 70_000 })).toThrow(
    expect.objectContaining({ code: 'setting.invalid', details: expect.objectContaining({ setting: 'connection.proxy.port' }) }),
  );
  expect(settings.get('connection.mode')).toBe('securise');
  expect(kept).toEqual({});
});

it('refuses a key that nobody contributes', () => {
  expect(() => settings.update({ unheard: 1 })).toThrow(expect.objectContaining({ code: 'setting.unknown' }));
  expect(settings.get('unheard')).toBeUndefined();
});

it('falls back to the default when a kept value no longer fits, and keeps it for the plugin that wrote it', () => {
  kept['connection.mode'] = 'from another version';
  expect(reopen().get('connection.mode')).toBe('securise');
  expect(kept['connection.mode']).toBe('from another version');
});

it('tells which keys changed, and keeps silent when none did', () => {
  const heard: (readonly string[])[] = [];
  settings.onDidChange((keys) => heard.push(keys));
  settings.update({ 'connection.mode': 'normal', 'connection.proxy.port': 0 });
  settings.update({ 'connection.mode': 'normal' });
  settings.update({ 'connection.mode': undefined });
  expect(heard).toEqual([['connection.mode'], ['connection.mode']]);
});

it('declares the settings of a plugin all or none', () => {
  const clash = [{ title: 'Other', properties: { fresh: { default: 1 }, 'connection.mode': { default: 2 } } }];
  expect(() => settings.declare('other', clash)).toThrow(expect.objectContaining({ code: 'setting.duplicate' }));
  expect(settings.find('fresh')).toBeUndefined();
});
