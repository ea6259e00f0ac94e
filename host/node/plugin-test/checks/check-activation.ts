import { implicitActivationEvents } from '../../../../core/manifest/activation-events.ts';
import { describeCause } from '../../plugins/failure-cause.ts';
import { describeError, sentenceOf } from '../error-texts.ts';
import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';
import type { TrialHost } from '../trial-host.ts';
import { until } from '../until.ts';

/** How long it may take until a plugin stands ready. Beyond the first it may be the computer that is busy; beyond the second it is not. */
const activationBudgetMs = { warning: 1_000, failed: 5_000 };
/** A panel that has no state by then will show for ever that it loads. */
const stateTimeoutMs = 3_000;

export interface Activation {
  readonly findings: readonly Finding[];
  /** How long each took; the first includes all that has to be loaded. Empty when the plugin doesn't start. */
  readonly durationsMs: readonly number[];
}

/** Activates a plugin by each of its events, and unloads it again. Does it answer what it contributes, with no more than it asked for? */
export async function checkActivation(trial: TrialHost, { manifest }: PluginSources): Promise<Activation> {
  const findings = new Findings('activation');
  const durationsMs: number[] = [];
  const { plugins } = trial.parts.shell;
  const { loadError } = trial;
  if (loadError !== undefined) {
    findings.failed('not-loaded', { reason: sentenceOf(loadError) }, describeError(loadError));
    return { findings: findings.list, durationsMs };
  }
  for (const event of new Set([...manifest.activationEvents, ...implicitActivationEvents(manifest)])) {
    try {
      await plugins.activateByEvent(event);
      durationsMs.push(trial.status(manifest.id).activationMs ?? 0);
    } catch (error) {
      const plugin = trial.found(manifest.id);
      const cause = plugin && (await describeCause(plugin, error));
      findings.failed('failed', { event, reason: sentenceOf(error) }, describeError(error, cause));
      return { findings: findings.list, durationsMs: [] };
    }
    if (durationsMs.length === 1) await checkAnswers(trial, manifest, findings);
    await plugins.unload(manifest.id);
  }
  const shortestMs = Math.min(...durationsMs);
  const verdict = shortestMs > activationBudgetMs.failed ? 'failed' : 'warning';
  if (shortestMs > activationBudgetMs.warning && durationsMs.length > 0)
    findings[verdict]('slow', { ms: Math.round(shortestMs), budget: activationBudgetMs[verdict] });
  return { findings: findings.list, durationsMs };
}

async function checkAnswers({ parts }: TrialHost, { contributes }: PluginSources['manifest'], findings: Findings): Promise<void> {
  const answered = new Set(parts.shell.commands.answered.map(({ contribution }) => contribution.command));
  for (const { command } of contributes.commands) if (!answered.has(command)) findings.failed('no-handler', { command });
  const silent = () => contributes.panels.filter(({ id }) => parts.states.get(id) === undefined);
  await until(() => silent().length === 0, stateTimeoutMs);
  for (const { id } of silent()) findings.warning('no-state', { panel: id, seconds: stateTimeoutMs / 1000 });
}
