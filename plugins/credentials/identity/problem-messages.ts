import type { Message } from 'boule-bleue';
import type { FieldProblem } from './net-entreprises-identity.ts';

/** What is wrong with a field's value, as its user reads it beside the field. */
export function problemMessage(problem: FieldProblem): Message {
  const { kind, ...args } = problem;
  return { key: `problem.${kind}`, args };
}
