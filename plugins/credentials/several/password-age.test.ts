import { describe, expect, test } from 'vitest';
import { agedSince } from './password-age.ts';

const dayMs = 86_400_000;
const changedAt = Date.UTC(2026, 0, 1);

describe('a password', () => {
  test('grows old on the day that the setting says, not a moment before', () => {
    expect(agedSince({ changedAt, reminderDays: 90, now: changedAt + 90 * dayMs - 1 })).toBeUndefined();
    expect(agedSince({ changedAt, reminderDays: 90, now: changedAt + 90 * dayMs })).toBe(changedAt);
  });

  test('never does where nobody wants to be reminded, or nothing is known of it', () => {
    expect(agedSince({ changedAt, reminderDays: 0, now: changedAt + 9_000 * dayMs })).toBeUndefined();
    expect(agedSince({ changedAt: undefined, reminderDays: 90, now: changedAt })).toBeUndefined();
  });

  test('of the future, by a clock that was set back, is young', () => {
    expect(agedSince({ changedAt, reminderDays: 1, now: changedAt - dayMs })).toBeUndefined();
  });
});
