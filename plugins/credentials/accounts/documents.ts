import * as v from 'valibot';
import { holderSchema } from '../sealing/key-holder.ts';
import { publicKeySchema } from '../sealing/key-pair.ts';
import { passwordParametersSchema } from '../sealing/password-key.ts';
import { knownStateKinds } from './account-status.ts';

const sealed = v.pipe(v.string(), v.maxLength(10_000));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const time = v.number();
const revision = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The documents that all workstations share, by collection. What isn't sealed in them is no secret. */
export const documentSchemas = {
  /** One document, `office`. */
  office: v.object({
    format: v.literal(1),
    publicKey: publicKeySchema,
    /** Whether the private key is with administrators and the recovery key alone: no workstation opens anything without a password. */
    isProtected: v.boolean(),
    /** By the office, that it is protected. */
    protection: v.exactOptional(v.string()),
    recovery: v.exactOptional(
      v.object({
        holder: holderSchema,
        /** The office's private key, for whoever has the recovery key. */
        officeKey: sealed,
        /** By the office, of the holder. */
        proof: v.string(),
        isVerified: v.boolean(),
      }),
    ),
  }),
  accounts: v.object({
    name,
    role: v.picklist(['administrator', 'user']),
    /** Accounts are listed in this order. */
    createdAt: time,
    /** Opened by the Impact emploi password. */
    holder: v.exactOptional(holderSchema),
    /** What the password opens is sealed once more by the office's key: passwords are of no use yet. */
    isWithheld: v.exactOptional(v.literal(true)),
    password: v.exactOptional(passwordParametersSchema),
    mustChangePassword: v.exactOptional(v.boolean()),
    /** Name of the workstation on which somebody chose the password of an account that had none. No administrator has confirmed yet who that was. */
    claimedOn: v.exactOptional(name),
    /** By the office, of role and holder. */
    proof: v.exactOptional(v.string()),
    /** Opens the account's credentials; sealed with the key that office and holder share. */
    dataKey: v.exactOptional(sealed),
    /** The office's private key, for an administrator. */
    officeKey: v.exactOptional(sealed),
  }),
  /** By a digest of the name, so that two workstations can't give one name to two accounts. */
  names: v.object({ account: v.string() }),
  /** By account. */
  credentials: v.object({
    /** A new one whenever the Net-entreprises credentials change: what is known of them names it. */
    revision,
    sealed,
    savedAt: time,
    savedBy: v.exactOptional(name),
    passwordChangedAt: v.exactOptional(time),
  }),
  /** What the portal said, by account. */
  states: v.object({
    known: v.exactOptional(v.object({ revision, kind: v.picklist(knownStateKinds), at: time, acceptedAt: v.exactOptional(time) })),
    unansweredSince: v.exactOptional(time),
  }),
  /** Wrong passwords in a row, by account. */
  attempts: v.object({ count, at: time }),
} as const;

export type Collection = keyof typeof documentSchemas;
export type DocumentOf<C extends Collection> = v.InferOutput<(typeof documentSchemas)[C]>;

export type OfficeDocument = DocumentOf<'office'>;
export type AccountDocument = DocumentOf<'accounts'>;
export type CredentialsDocument = DocumentOf<'credentials'>;
export type StateDocument = DocumentOf<'states'>;
export type AttemptsDocument = DocumentOf<'attempts'>;

/** The only document of its collection. */
export const officeId = 'office';
