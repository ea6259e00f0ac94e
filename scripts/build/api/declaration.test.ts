import { expect, test } from 'vitest';
import { renderApiReport } from './api-report.ts';
import { readDeclarations } from './declaration.ts';
import { renderDeclarationFile } from './declaration-file.ts';
import { renderReferencePages } from './reference-pages.ts';

const source = `import type { Handle } from './handle.ts';
/**
 * Keeps things. Needs {@link Handle}.
 */
export declare abstract class ThingService {
    #private;
    private readonly inner;
    static readonly serviceId = "things";
    static readonly permission = "things";
    /**
     * Keeps one.
     * @throws ShellError \`thing.taken\`
     *   when it is there.
     */
    abstract keep(thing: {
        name: string;
    }): Handle;
}
`;

const [service] = readDeclarations('services/thing-service.d.ts', source);
if (!service) throw new Error('The declaration is missing');
const api = { exported: [service], internal: [], manifest: [] };

test('a declaration keeps its words, its text and what it speaks of', () => {
  expect(service).toMatchObject({ name: 'ThingService', kind: 'class', documentation: 'Keeps things. Needs {@link Handle}.' });
  expect(service.names).toContain('Handle');
  expect(service.members.map(({ name }) => name)).toEqual(['serviceId', 'permission', 'keep']);
});

test('a page names permission, signature and failures', () => {
  const page = renderReferencePages(api).get('thing-service.md');
  expect(page).toContain('Permission: [`things`]');
  expect(page).toContain('```ts\nkeep(thing: {\n  name: string;\n}): Handle;\n```');
  expect(page).toContain('**Throws** ShellError `thing.taken` when it is there.');
});

test('the report changes with a signature, not with a word or a private member', () => {
  const [reworded] = readDeclarations(service.module, source.replace('Keeps one.', 'Keeps it.').replace('inner', 'other'));
  const [changed] = readDeclarations(service.module, source.replace('name: string', 'name: number'));
  const report = renderApiReport(api);
  expect(renderApiReport({ ...api, exported: reworded ? [reworded] : [] })).toBe(report);
  expect(renderApiReport({ ...api, exported: changed ? [changed] : [] })).not.toBe(report);
});

test('the file of types exports what the API exports', () => {
  expect(renderDeclarationFile(api)).toContain('export declare abstract class ThingService {');
});
