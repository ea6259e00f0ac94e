import type { Manifest } from '../../../../core/manifest/manifest.ts';
import { collectionSizes, findGrowth, holdings } from '../census.ts';
import { startEverything } from '../exercise.ts';
import { type Finding, Findings } from '../finding.ts';
import type { TrialHost } from '../trial-host.ts';

const rounds = 3;

/** Unloads the plugin in the middle of its work, several times. What it added has to go with it. */
export async function checkUnloading(trial: TrialHost, manifest: Manifest): Promise<readonly Finding[]> {
  const findings = new Findings('unloading');
  await startOthersOnce(trial);
  const before = holdings(trial.parts);
  let sizes: ReadonlyMap<string, number> | undefined;
  for (let round = 0; round < rounds; round += 1) {
    await workAndUnload(trial, manifest);
    // What is made once and kept, such as a compiled schema, is there after the first round.
    sizes ??= collectionSizes(trial.parts);
  }
  const after = holdings(trial.parts);
  const left = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  for (const [name, value] of left) findings.failed('left', { what: name }, JSON.stringify(value));
  // What is left explains what grew.
  if (left.length > 0) return findings.list;
  const growths = findGrowth(sizes ?? new Map(), collectionSizes(trial.parts));
  for (const { path, from, to } of growths) findings.warning('growth', { from, to }, path);
  return findings.list;
}

/** What the product's own plugins make once and keep is no growth, though this plugin may be why they start, and be gone before they have. */
async function startOthersOnce({ parts: { shell } }: TrialHost): Promise<void> {
  // Those that can't start are told by other checks.
  await Promise.allSettled([...shell.plugins.ids()].map((id) => shell.plugins.activate(id)));
  await shell.plugins.unloadAll();
}

async function workAndUnload({ parts }: TrialHost, { id, ...manifest }: Manifest): Promise<void> {
  await parts.shell.plugins.activate(id);
  const { runs } = await startEverything(parts, { id, ...manifest });
  await parts.shell.plugins.unload(id);
  await runs;
  // Whoever owns a hook that this one taps, or taps it too, was activated with it.
  await parts.shell.plugins.unloadAll();
}
