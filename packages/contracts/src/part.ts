import { z } from 'zod';
import { turnErrorSchema } from './errors.ts';
import { modelRefSchema } from './model-ref.ts';

/** A part's id is unique in its message and never changes; events name the part they touch by it. */
const partId = z.string().min(1).max(64);

const textPartSchema = z.object({ type: z.literal('text'), id: partId, text: z.string() });
const reasoningPartSchema = z.object({
  type: z.literal('reasoning'),
  id: partId,
  text: z.string(),
  /** The provider's proof of its own reasoning, sent back unchanged on the next turn. */
  signature: z.string().optional(),
  durationMs: z.number().optional(),
});
const toolCallPartSchema = z.object({
  type: z.literal('tool-call'),
  id: partId,
  callId: z.string(),
  name: z.string(),
  /** JSON text as the model wrote it; it may be incomplete or invalid. */
  arguments: z.string(),
});
const toolResultPartSchema = z.object({
  type: z.literal('tool-result'),
  id: partId,
  callId: z.string(),
  content: z.string(),
  isError: z.boolean().optional(),
});
const filePartSchema = z.object({
  type: z.literal('file'),
  id: partId,
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Pixels of an image, where its head says them: so that its place is kept before it is there. */
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
});
/** What an answer rests on: a page of the web, or words of a document that was sent, which has no address. */
const sourcePartSchema = z.object({
  type: z.literal('source'),
  id: partId,
  url: z.string().optional(),
  title: z.string().optional(),
  /** The words that are cited. */
  quote: z.string().optional(),
  /** Where they are in the document, counted from 1. */
  page: z.number().int().positive().optional(),
});
const summaryPartSchema = z.object({ type: z.literal('summary'), id: partId, text: z.string() });
/** One model could not answer, and the operator's next one was asked: nothing that is sent to a model. */
const fallbackPartSchema = z.object({
  type: z.literal('fallback'),
  id: partId,
  from: modelRefSchema,
  to: modelRefSchema,
  /** Why `from` could not answer. */
  error: turnErrorSchema,
});
/** Something a model was asked for and did not get, in words, such as a setting it does not have. */
const warningPartSchema = z.object({ type: z.literal('warning'), id: partId, code: z.string(), message: z.string() });
const errorPartSchema = z.object({ type: z.literal('error'), id: partId, error: turnErrorSchema });

export const knownPartSchema = z.discriminatedUnion('type', [
  textPartSchema,
  reasoningPartSchema,
  toolCallPartSchema,
  toolResultPartSchema,
  filePartSchema,
  sourcePartSchema,
  summaryPartSchema,
  fallbackPartSchema,
  warningPartSchema,
  errorPartSchema,
]);
export type KnownPart = z.infer<typeof knownPartSchema>;
export type PartOf<Type extends KnownPart['type']> = Extract<KnownPart, { type: Type }>;

const knownTypes = new Set<string>(knownPartSchema.options.map((option) => option.shape.type.value));

/** A part of a kind this version does not know (a newer server wrote it): kept as it is and shown raw. */
const unknownPartSchema = z.looseObject({ type: z.string(), id: partId }).refine((part) => !knownTypes.has(part.type));
export type UnknownPart = { type: string; id: string; [key: string]: unknown };

export const partSchema = z.union([knownPartSchema, unknownPartSchema]).meta({ id: 'Part' });
export type Part = KnownPart | UnknownPart;

/** Whether the part is of a kind this version knows; narrows the union. */
export function isKnownPart(part: Part): part is KnownPart {
  return knownTypes.has(part.type);
}
