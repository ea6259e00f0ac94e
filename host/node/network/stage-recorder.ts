import type { X509Certificate } from 'node:crypto';
import type { ConnectionAttempt, ProbeReport, ProbeStage } from '../../../core/services/network-probe-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { type DialEvidence, describeCertificate, type RunStage } from './dialing/dialer.ts';
import { NetworkFailure } from './network-failure.ts';

type Finding = { [Key in 'systemCode' | 'answer' | 'proxyRefusal']?: ProbeReport[Key] | undefined } & Pick<ProbeReport, 'cause'>;

/** Times the stages of one probe and keeps what is learnt on the way. */
export class StageRecorder {
  /** What a server that was refused showed. */
  sentChain: readonly X509Certificate[] = [];
  private readonly stages: ProbeStage[] = [];
  private readonly startMs = performance.now();
  private evidence: DialEvidence = {};

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

  /** Remembers the stages so far; what it answers goes back to them. */
  readonly checkpoint = (): (() => void) => {
    const known = [...this.stages];
    return () => {
      this.stages.splice(0, this.stages.length, ...known);
    };
  };

  readonly note = (evidence: DialEvidence): void => {
    const attempts = evidence.attempts?.map((attempt) => this.onOwnClock(attempt));
    this.evidence = { ...this.evidence, ...evidence, ...(attempts && { attempts }) };
  };

  private onOwnClock(attempt: ConnectionAttempt): ConnectionAttempt {
    return { ...attempt, startMs: Math.round(attempt.startMs - this.startMs), ms: Math.round(attempt.ms) };
  }

  /** Members that nothing is known of are left out. */
  report({ cause, systemCode, answer, proxyRefusal }: Finding): ProbeReport {
    const certificate = this.evidence.encryption?.chain[0];
    return {
      stages: this.stages,
      ms: Math.round(performance.now() - this.startMs),
      cause,
      ...(systemCode !== undefined && { systemCode }),
      ...(certificate && { certificate }),
      ...(answer && { answer }),
      ...(proxyRefusal && { proxyRefusal }),
      ...this.evidence,
    };
  }

  /** @throws the error itself where it is no failure of the network. */
  reportFailure(error: unknown): ProbeReport {
    const found = classifyFailure(error);
    if (found === undefined) throw error;
    const failure = error instanceof NetworkFailure ? error : undefined;
    if (failure?.encryption) {
      this.note({ encryption: failure.encryption });
      this.sentChain = failure.sentChain;
    }
    return this.report({ cause: found.reason, systemCode: found.systemCode, proxyRefusal: failure?.proxyRefusal });
  }
}

function describeError(error: unknown): string {
  const found = classifyFailure(error);
  const failure = error instanceof NetworkFailure ? error : undefined;
  const certificate = failure?.encryption?.chain[0];
  return [failure?.detail ?? found?.systemCode ?? found?.reason ?? '', certificate && describeCertificate(certificate)]
    .filter(Boolean)
    .join('; ');
}
