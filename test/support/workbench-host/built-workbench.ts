import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorkbench } from '../../../scripts/build/workbench.ts';

let building: Promise<string> | undefined;

/** The folder of the window as it is built for users; built once for each process of tests, away from the product's own. */
export function builtWorkbench(): Promise<string> {
  building ??= build();
  return building;
}

/** Removes it. */
export async function removeBuiltWorkbench(): Promise<void> {
  if (building) await rm(await building, { recursive: true, force: true });
  building = undefined;
}

async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-workbench-'));
  await buildWorkbench(folder);
  return folder;
}
