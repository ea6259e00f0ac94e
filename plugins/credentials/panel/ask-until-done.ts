import type { CommandOutcome } from 'boule-bleue';
import type { Answer, CredentialsQuestion, Question } from './credentials-question.ts';

export interface DoneAnswer {
  readonly answer: Answer;
  /** What the command resolved with. */
  readonly value: unknown;
}

/** Asks until a command takes the answer or the user gives up. What was typed stays, secrets excepted; what was wrong is said beside it. */
export async function askUntilDone(
  dialog: CredentialsQuestion,
  question: Question,
  run: (values: Answer['values']) => Promise<CommandOutcome>,
): Promise<DoneAnswer | undefined> {
  let asked = question;
  for (;;) {
    const answer = await dialog.ask(asked);
    if (!answer) return undefined;
    const outcome = await run(answer.values);
    if (outcome.ok) return { answer, value: outcome.value };
    const fields = (question.fields ?? []).map((field) => (field.isSecret ? field : { ...field, value: answer.values[field.id] ?? '' }));
    asked = { ...question, fields, problem: outcome.sentence };
  }
}
