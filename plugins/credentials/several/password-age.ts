const dayMs = 86_400_000;

/** When a password is due for the office's reminder. */
export interface PasswordAge {
  /** When it was last changed here, in ms since 1970. */
  readonly changedAt: number | undefined;
  /** The setting `netEntreprises.passwordReminderDays`; 0: never. */
  readonly reminderDays: number;
  readonly now: number;
}

/** Since when a password that is older than the reminder's setting is used, in ms since 1970: `AccountSummary.agedSince`. */
export function agedSince({ changedAt, reminderDays, now }: PasswordAge): number | undefined {
  if (changedAt === undefined || reminderDays <= 0) return undefined;
  return now - changedAt >= reminderDays * dayMs ? changedAt : undefined;
}
