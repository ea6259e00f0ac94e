import type { HookAnswer, LogService, Message } from 'boule-bleue';
import * as v from 'valibot';
import type { AddressStage } from '../diagnosis/address-result.ts';
import { attribute, checksSchema } from '../hook-answers.ts';
import { type ServerRole, serverRoles } from '../values/connection-values.ts';

/** A line that another plugin adds to the test. */
export type Tick = { readonly label: Message; readonly ok: boolean; readonly sentence: Message };

/** What other plugins add to the test: lines, of which those about an address are stages of it too. */
export interface PluginChecks {
  readonly ticks: readonly Tick[];
  readonly stages: Readonly<Partial<Record<ServerRole, readonly AddressStage[]>>>;
}

export const noChecks: PluginChecks = { ticks: [], stages: {} };

type Check = v.InferOutput<typeof checksSchema>[number];

/** Reads what the taps of `connection.check` answered. What is no answer is left out and noted; who gave none in time is shown. */
export function readChecks(answers: readonly HookAnswer[], log: LogService): PluginChecks {
  const checks = answers.flatMap((answer) => readAnswer(answer, log));
  const stagesOf = (role: ServerRole) =>
    checks.filter(({ check }) => check.address === role).map(({ plugin, check }) => asStage(plugin, check));
  return {
    ticks: checks.map(({ check: { label, ok, sentence } }) => ({ label, ok, sentence })),
    stages: Object.fromEntries(serverRoles.map((role) => [role, stagesOf(role)])),
  };
}

function readAnswer({ plugin, value, failure }: HookAnswer, log: LogService): readonly { plugin: string; check: Check }[] {
  if (failure) return [{ plugin, check: describeFailure(plugin, failure) }];
  const { success, output } = v.safeParse(checksSchema, value);
  if (!success) {
    log.warn('A plugin answered connection.check with something that is no list of checks', { plugin });
    return [];
  }
  return output.map(({ label, sentence, ...check }) => ({
    plugin,
    check: { ...check, label: attribute(label, plugin), sentence: attribute(sentence, plugin) },
  }));
}

function asStage(plugin: string, { label, ok, sentence, name, ms = 0, detail = '' }: Check): AddressStage {
  const calledAs = name ? `${plugin}.${name}` : plugin;
  // All are asked when the test begins.
  return { name: calledAs, label, sentence, ok, startMs: 0, ms, detail: detail.replaceAll(/\p{Cc}+/gu, ' ') };
}

function describeFailure(plugin: string, failure: 'late' | 'failed'): Check {
  return { label: { key: 'check.plugin', args: { plugin } }, ok: false, sentence: { key: `check.${failure}` } };
}
