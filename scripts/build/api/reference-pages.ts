import type { Declaration, Member } from './declaration.ts';
import type { PluginApi } from './plugin-api.ts';

const generatedNote = '<!-- Generated from the docstrings by `npm run api`. -->';
const serviceFile = /^services\/(.+)\.d\.ts$/;

/** The pages of the reference by file name: one a service, one for the rest of what `boule-bleue` exports, one for the manifest. */
export function renderReferencePages({ exported, manifest }: PluginApi): ReadonlyMap<string, string> {
  const services = exported.filter(isService).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const others = exported.filter(({ module }) => !serviceFile.test(module));
  return new Map([
    ...services.map((service) => [pageOf(service), renderService(service, typesBeside(service, exported))] as const),
    ['index.md', renderIndex(services)],
    ['types.md', renderTypes('Everything else', 'What `boule-bleue` exports beside the services.', others)],
    ['manifest.md', renderTypes('The manifest', manifestIntroduction, manifest)],
  ]);
}

const manifestIntroduction =
  'What a plugin’s `package.json` may hold, after reading: every default is filled in here. `name` becomes `id`, `engines["boule-bleue"]` ' +
  'becomes `engine`; the rest is called as here. Where VS Code has the same key, it means the same.';

const isService = ({ members }: Declaration) => members.some(({ name }) => name === 'serviceId');

function typesBeside(service: Declaration, exported: readonly Declaration[]): readonly Declaration[] {
  return exported.filter((declaration) => declaration !== service && declaration.module === service.module);
}

function pageOf({ module }: Declaration): string {
  return `${serviceFile.exec(module)?.[1]}.md`;
}

function permissionOf({ members }: Declaration): string | undefined {
  const permission = members.find(({ name }) => name === 'permission');
  return /["'](\w+)["']/.exec(permission?.text ?? '')?.[1];
}

function renderIndex(services: readonly Declaration[]): string {
  const rows = services.map((service) => {
    const permission = permissionOf(service);
    const [sentence] = prose(service.documentation)
      .replaceAll('\n', ' ')
      .split(/(?<=\.) /);
    return `| [${service.name}](${pageOf(service)}) | ${permission ? `\`${permission}\`` : 'none'} | ${sentence} |`;
  });
  return page(
    'Reference',
    `| service | permission | what |\n| --- | --- | --- |\n${rows.join('\n')}`,
    '[Everything else](types.md) that `boule-bleue` exports, and [the manifest](manifest.md).',
    'The same as types: `types/boule-bleue.d.ts` in a folder that `boule-bleue plugins new` made.',
  );
}

function renderService(service: Declaration, types: readonly Declaration[]): string {
  const permission = permissionOf(service);
  const methods = service.members.filter(({ isStatic }) => !isStatic);
  return page(
    service.name,
    permission ? `Permission: [\`${permission}\`](../permissions.md)` : 'Permission: none',
    prose(service.documentation),
    ...methods.map(renderMember),
    ...(types.length > 0 ? ['## Types', ...types.map((type) => renderType(type))] : []),
  );
}

function renderMember({ name, text, documentation }: Member): string {
  return [`## ${name}`, code(text), prose(documentation)].filter(Boolean).join('\n\n');
}

function renderTypes(title: string, introduction: string, declarations: readonly Declaration[]): string {
  return page(title, introduction, ...declarations.map((declaration) => renderType(declaration, '##')));
}

function renderType({ name, text, documentation }: Declaration, level = '###'): string {
  const isPrivate = (line: string) => /^\s*(private\b|#private;)/.test(line);
  const shown = text.split('\n').filter((line) => !isPrivate(line));
  return [`${level} ${name}`, prose(documentation), code(shown.join('\n'))].filter(Boolean).join('\n\n');
}

function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, generatedNote, ...parts].filter(Boolean).join('\n\n')}\n`;
}

const code = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;

/** A docstring as Markdown: its tags as paragraphs that begin with what they are. */
function prose(documentation: string): string {
  const [text = '', ...tags] = splitTags(documentation.replaceAll(/\{@link ([\w.]+)\}/g, '`$1`'));
  return [text.trim(), ...tags.map((tag) => renderTag(tag.trim()))].filter(Boolean).join('\n\n');
}

/** What stands before the first tag, then each tag without its at sign. In fenced code an at sign begins a decorator. */
function splitTags(documentation: string): readonly string[] {
  const parts = [''];
  let isCode = false;
  for (const line of documentation.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    if (line.startsWith('@') && !isCode) parts.push(line.slice(1));
    else parts.push(`${parts.pop()}\n${line}`);
  }
  return parts;
}

function renderTag(tag: string): string {
  if (tag.startsWith('example')) return tag.slice('example'.length).trim();
  const line = tag.replaceAll(/\s+/g, ' ');
  if (line.startsWith('throws ')) return `**Throws** ${line.slice('throws '.length)}`;
  return line.replace(/^param (\w+)/, '`$1`:').replace(/^returns /, '**Returns** ');
}
