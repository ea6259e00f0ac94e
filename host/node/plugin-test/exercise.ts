import { setImmediate } from 'node:timers/promises';
import type { HookContribution, Manifest } from '../../../core/manifest/manifest.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import { shellManifest } from '../../shell-manifest.ts';
import type { WorkbenchParts } from '../workbench-parts.ts';
import { sampleOf } from './schema-sample.ts';

/** A command, and what came of it. */
export type Run = CommandOutcome & { readonly command: string };

export interface Exercise {
  /** Settles when all that was started has ended. */
  readonly runs: Promise<readonly Run[]>;
}

/** As many turns of the event loop as bring work to where it waits for the network or a user. */
const turns = 50;

/**
 * Starts all that a plugin offers at once, as users and other plugins might: each command without arguments and with all
 * that its schema describes, and each hook point that it owns or taps.
 */
export async function startEverything(parts: WorkbenchParts, { contributes, permissions }: Manifest): Promise<Exercise> {
  const runs = contributes.commands.flatMap(({ command, arguments: schema }) =>
    [undefined, ...(schema ? [sampleOf(schema)] : [])].map((args) => run(parts, command, args)),
  );
  const hooks = [...contributes.hooks.map(({ id }) => id), ...(permissions.hooks ?? [])];
  const calls = hooks.map((hook) => callHook(parts, hook));
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
  return { runs: Promise.all([Promise.all(runs), Promise.all(calls)]).then(([outcomes]) => outcomes) };
}

/** Calls a hook point in its owner's name, with arguments of its shape. Does nothing when nobody declares it. */
export async function callHook({ shell }: WorkbenchParts, id: string): Promise<unknown> {
  const manifests = [shellManifest, ...shell.plugins.list().map(({ manifest }) => manifest)];
  const declares = ({ contributes }: Manifest) => contributes.hooks.some((hook) => hook.id === id);
  const owner = manifests.find(declares);
  if (!owner) return undefined;
  const { arguments: schema } = owner.contributes.hooks.find((hook) => hook.id === id) as HookContribution;
  return shell.hooks.call(owner.id, id, sampleOf(schema), new AbortController().signal);
}

async function run({ runner }: WorkbenchParts, command: string, args: unknown): Promise<Run> {
  return { command, ...(await runner.run(command, args, 'fr', new AbortController().signal)) };
}
