import type { SettingItem } from '../../../core/protocol/window-protocol.ts';
import { foldText } from '../base/fold-text.ts';

/** Settings with one title over them. */
export interface SettingGroup {
  readonly title: string;
  readonly items: readonly SettingItem[];
}

/** The settings that hold every word searched, in their key, group, title or description, by group in the given order. */
export function filterSettings(items: readonly SettingItem[], query: string): readonly SettingGroup[] {
  const words = foldText(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const groups = new Map<string, SettingItem[]>();
  for (const item of items) {
    const { key, group, schema } = item;
    const text = foldText([key, group, schema.title, schema.description, schema.markdownDescription].join(' '));
    if (words.every((word) => text.includes(word))) groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  return [...groups].map(([title, found]) => ({ title, items: found }));
}

/** What users read of a setting. */
export interface SettingText {
  readonly title: string;
  /** May hold a few words of Markdown. */
  readonly description: string | undefined;
}

/** A setting's title and description by its schema. Without a title the description stands in, else the key's last words. */
export function textOf({ key, schema }: SettingItem): SettingText {
  const { title, description, markdownDescription } = schema;
  const text = [markdownDescription, description].find((value) => typeof value === 'string');
  if (typeof title === 'string') return { title, description: text };
  if (typeof description === 'string' && description !== '') return { title: description.replace(/\.$/, ''), description: undefined };
  const words = key.slice(key.indexOf('.') + 1).replaceAll('.', ' › ');
  return { title: words.charAt(0).toUpperCase() + words.slice(1), description: text };
}
