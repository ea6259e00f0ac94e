import * as v from 'valibot';
import { ShellError } from '../../errors.ts';
import type { Disposable } from '../../lifecycle.ts';
import type { Method } from '../remote-calls.ts';

/** Arguments that no plugin process of ours sends. */
export class ArgumentsInvalid extends Error {
  override readonly name = 'ArgumentsInvalid';
}

/** A method whose arguments are parsed before anything else. @throws ArgumentsInvalid. */
export function method<const Schema extends v.GenericSchema>(
  schema: Schema,
  run: (args: v.InferOutput<Schema>, signal: AbortSignal) => unknown,
): Method {
  return (args, signal) => {
    const parsed = v.safeParse(schema, args);
    if (!parsed.success) throw new ArgumentsInvalid(describe(parsed.issues));
    return run(parsed.output, signal);
  };
}

function describe(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  // What was received is left out: it may be anything, secrets included.
  const [{ path, expected, kind }] = issues;
  const place = (path ?? []).map(({ key }) => String(key).slice(0, 64)).join('/');
  return `/${place} is not ${expected ?? `a ${kind}`}`;
}

/** Things that a plugin's process added, by the numbers that it gave them. */
export class Handles {
  private readonly items = new Map<number, Disposable>();

  /** @param maximum more are refused. */
  constructor(
    private readonly plugin: string,
    private readonly maximum: number,
  ) {}

  /** Adds what `create` makes under a number that is free. @throws ShellError `rpc.too-many-handles`. */
  add(number: number, create: () => Disposable): void {
    if (this.items.size >= this.maximum || this.items.has(number))
      throw new ShellError('rpc.too-many-handles', { plugin: this.plugin, maximum: this.maximum });
    this.items.set(number, create());
  }

  /** Makes room for one more by taking the oldest back. */
  makeRoom(): void {
    const [oldest] = this.items.keys();
    if (this.items.size >= this.maximum && oldest !== undefined) this.dispose(oldest);
  }

  /** Does nothing for an unknown number. */
  dispose(number: number): void {
    const item = this.items.get(number);
    this.items.delete(number);
    item?.dispose();
  }
}
