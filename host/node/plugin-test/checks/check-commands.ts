import { withTimeout } from '../../../../core/async.ts';
import type { Manifest } from '../../../../core/manifest/manifest.ts';
import { type Run, startEverything } from '../exercise.ts';
import { type Finding, Findings } from '../finding.ts';
import type { TrialHost } from '../trial-host.ts';

/** Whoever asks a server gets its failure at once here: nothing takes long. */
const commandsTimeoutMs = 20_000;
const permissionFailures = ['permission.denied', 'setting.not-granted', 'hook.not-granted'];

/** Runs every command, without arguments and with all that its schema describes, and calls the hook points that the plugin taps. */
export async function checkCommands(trial: TrialHost, manifest: Manifest): Promise<readonly Finding[]> {
  const findings = new Findings('commands');
  const { runs } = await startEverything(trial.parts, manifest);
  try {
    const outcomes = await withTimeout(runs, commandsTimeoutMs, () => new Error('late'));
    for (const run of outcomes) judge(run, trial, findings);
  } catch {
    findings.failed('endless', { seconds: commandsTimeoutMs / 1000 });
  }
  return withoutRepetition(findings.list);
}

function judge(run: Run, { parts }: TrialHost, findings: Findings): void {
  if (run.ok) return;
  const { command, code, sentence } = run;
  const unworded = parts.wording.text({ key: 'error.unworded', args: { code } }, 'fr');
  if (code === 'plugin.fault' || code === 'unexpected') findings.failed('threw', { command });
  else if (permissionFailures.includes(code)) findings.failed('denied', { command, reason: sentence });
  else if (sentence === unworded) findings.failed('unworded', { command, code });
}

/** A command runs more than once. */
function withoutRepetition(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
