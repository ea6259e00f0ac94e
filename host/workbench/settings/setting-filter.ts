import type { SettingItem } from '../../../core/protocol/window-protocol.ts';

/** Settings with one title over them. */
export interface SettingGroup {
  readonly title: string;
  readonly items: readonly SettingItem[];
}

/** The settings that hold every word searched, in their key, group, title or description, by group in the given order. */
export function filterSettings(items: readonly SettingItem[], query: string): readonly SettingGroup[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const groups = new Map<string, SettingItem[]>();
  for (const item of items) {
    const { key, group, schema } = item;
    const text = fold([key, group, schema.title, schema.description, schema.markdownDescription].join(' '));
    if (words.every((word) => text.includes(word))) groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  return [...groups].map(([title, found]) => ({ title, items: found }));
}

/** What users call a setting: its schema's title, else the last words of its key. */
export function titleOf({ key, schema }: SettingItem): string {
  if (typeof schema.title === 'string') return schema.title;
  const words = key
    .slice(key.indexOf('.') + 1)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('.', ' › ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replaceAll('’', "'")
    .toLowerCase();
}
