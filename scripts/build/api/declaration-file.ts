import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiVersion } from '../../../core/api-version.ts';
import type { Declaration } from './declaration.ts';
import { type PluginApi, readPluginApi } from './plugin-api.ts';

/** Writes the types that authors' folders get a copy of. */
export async function buildApiTypes(outputFolder: string): Promise<void> {
  await mkdir(outputFolder, { recursive: true });
  await writeFile(join(outputFolder, 'boule-bleue.d.ts'), renderDeclarationFile(await readPluginApi()));
}

/** `boule-bleue.d.ts`: the whole plugin API in one file, which an author's folder can hold a copy of. */
export function renderDeclarationFile({ exported, internal }: PluginApi): string {
  const head = `/** Types of the Boule bleue plugin API ${apiVersion}. Generated: \`boule-bleue plugins types DIR\` writes it anew. */`;
  const parts = [
    ...exported.map((declaration) => `${comment(declaration)}export ${ambient(declaration)}`),
    ...internal.map((declaration) => `${comment(declaration)}${ambient(declaration)}`),
  ];
  // Without it every declaration here would count as exported.
  return [head, ...parts, 'export {};', ''].join('\n\n');
}

function ambient({ kind, text }: Declaration): string {
  const needsDeclare = kind !== 'interface' && kind !== 'type' && !text.startsWith('declare ');
  return needsDeclare ? `declare ${text}` : text;
}

function comment({ documentation }: Declaration): string {
  if (documentation === '') return '';
  const lines = documentation.split('\n');
  if (lines.length === 1) return `/** ${documentation} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}
