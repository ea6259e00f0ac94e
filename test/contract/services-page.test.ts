import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pluginApi from 'boule-bleue';
import { expect, test } from 'vitest';
import type { ServiceToken } from '../../core/service-token.ts';
import { repository } from './plugin-folders.ts';

const page = readFileSync(join(repository, 'docs/plugin-authors/services.md'), 'utf8');
const services = (Object.values(pluginApi) as Partial<ServiceToken<unknown>>[]).filter(({ serviceId }) => serviceId !== undefined);

test('the page of services has a section for each, and for no other', () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(services.map(({ name }) => name).sort());
});

test.each(services)('the section on $name names its permission', ({ name, permission }) => {
  const [, section] = page.split(`## ${name}\n\nPermission: `);
  expect(section?.startsWith(permission === undefined ? 'none' : `\`${permission}\``)).toBe(true);
});
