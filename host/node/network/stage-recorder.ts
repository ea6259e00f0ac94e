import type { ProbeCertificate, ProbeStage } from '../../../core/services/network-probe-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { describeCertificate, type RunStage } from './dialer.ts';
import { NetworkFailure } from './network-failure.ts';

/** Times the stages of one probe. */
export class StageRecorder {
  readonly stages: ProbeStage[] = [];
  /** What the server showed, once it was accepted. */
  certificate: ProbeCertificate | undefined;
  private readonly startMs = performance.now();

  /** Whole milliseconds since the probe began. */
  get elapsedMs(): number {
    return Math.round(performance.now() - this.startMs);
  }

  readonly run: RunStage = async (name, work, describe) => {
    const startMs = performance.now();
    const note = (ok: boolean, detail: string) => {
      const ended = performance.now();
      this.stages.push({ name, ok, startMs: Math.round(startMs - this.startMs), ms: Math.round(ended - startMs), detail });
    };
    try {
      const result = await work();
      note(true, describe(result));
      return result;
    } catch (error) {
      note(false, describeError(error));
      throw error;
    }
  };
}

function describeError(error: unknown): string {
  const found = classifyFailure(error);
  const failure = error instanceof NetworkFailure ? error : undefined;
  const certificate = describeCertificate(failure?.certificate);
  return [failure?.detail ?? found?.systemCode ?? found?.reason ?? '', certificate].filter(Boolean).join('; ');
}
