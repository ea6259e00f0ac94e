import * as v from 'valibot';
import type { FrameCall, FrameFacts, FrameInput, FramePress } from './frame-protocol.ts';
import { idSchema, serialisableSchema } from './window-schemas.ts';

/** What the window accepts from a frame, whatever runs there. */

const word = v.pipe(v.string(), v.maxLength(32));
const pixels = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

export const callIdSchema = v.pipe(v.number(), v.safeInteger());

export const frameCallSchema: v.GenericSchema<unknown, FrameCall> = v.object({
  callId: callIdSchema,
  command: idSchema,
  args: v.optional(serialisableSchema),
}) as v.GenericSchema<unknown, FrameCall>;

export const announcementSchema = v.pipe(v.string(), v.maxLength(1_000));

export const frameFactsSchema: v.GenericSchema<unknown, Partial<FrameFacts>> = v.partial(
  v.object({ contentHeightPixels: pixels, hasUnsavedChanges: v.boolean(), canSave: v.boolean(), isTouched: v.boolean() }),
) as v.GenericSchema<unknown, Partial<FrameFacts>>;

export const frameInputSchema: v.GenericSchema<unknown, FrameInput | null> = v.nullable(
  v.pipe(
    v.array(
      v.object({ field: v.pipe(v.string(), v.maxLength(500)), value: v.union([v.boolean(), v.pipe(v.string(), v.maxLength(100_000))]) }),
    ),
    v.maxLength(200),
  ),
);

export const framePressSchema: v.GenericSchema<unknown, FramePress> = v.object({
  key: word,
  code: word,
  ctrlKey: v.boolean(),
  shiftKey: v.boolean(),
  altKey: v.boolean(),
  metaKey: v.boolean(),
  repeat: v.boolean(),
});
