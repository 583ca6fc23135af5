import { z } from 'zod';
import { limits } from '../limits.ts';
import { flag, maybe, modelName, schemaObject, setting, toolName } from './common.ts';

const text = z.object({ type: z.literal('text'), text: z.string() });
const source = z.discriminatedUnion('type', [
  z.object({ type: z.literal('base64'), media_type: z.string().max(100), data: z.string() }),
  z.object({ type: z.literal('text'), media_type: z.string().max(100), data: z.string() }),
  z.object({ type: z.literal('url'), url: z.string() }),
  z.object({ type: z.literal('file'), file_id: z.string() }),
  z.object({ type: z.literal('content'), content: z.unknown() }),
]);
const image = z.object({ type: z.literal('image'), source });
const document = z.object({ type: z.literal('document'), source, title: maybe(z.string().max(255)) });

const block = z.discriminatedUnion('type', [
  text,
  image,
  document,
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string().min(1), name: toolName, input: schemaObject }),
  z.object({
    type: z.literal('tool_result'),
    tool_use_id: z.string().min(1),
    content: maybe(z.union([z.string(), z.array(z.discriminatedUnion('type', [text, image, document])).max(limits.v1Parts)])),
    is_error: flag,
  }),
]);
export type MessageBlock = z.infer<typeof block>;
export type MessageFileBlock = z.infer<typeof image> | z.infer<typeof document>;

const message = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string(), z.array(block).max(limits.v1Parts)]),
});

const tool = z.union([
  z.object({
    type: maybe(z.literal('custom')),
    name: toolName,
    description: maybe(z.string()),
    input_schema: schemaObject,
    strict: flag,
  }),
  z.object({ type: z.string(), name: z.string() }),
]);

const parallel = { disable_parallel_tool_use: flag };

/** What is counted: all of a request but how it is answered. */
export const countTokensRequestSchema = z.object({
  model: modelName,
  messages: z.array(message).min(1).max(limits.v1Messages),
  system: maybe(z.union([z.string(), z.array(text).max(limits.v1Parts)])),
  tools: maybe(z.array(tool).max(limits.v1Tools)),
  tool_choice: maybe(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('auto'), ...parallel }),
      z.object({ type: z.literal('any'), ...parallel }),
      z.object({ type: z.literal('tool'), name: toolName, ...parallel }),
      z.object({ type: z.literal('none') }),
    ]),
  ),
  thinking: maybe(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('enabled'), budget_tokens: z.number().int().min(1).max(1_000_000) }),
      z.object({ type: z.literal('adaptive') }),
      z.object({ type: z.literal('disabled') }),
    ]),
  ),
  output_config: maybe(
    z.object({
      effort: setting.reasoningEffort,
      format: maybe(z.object({ type: z.literal('json_schema'), schema: schemaObject })),
    }),
  ),
});
export type CountTokensRequest = z.infer<typeof countTokensRequestSchema>;

/** A request as Anthropic's reference of Messages describes it. Fields it does not name are ignored. */
export const messageRequestSchema = countTokensRequestSchema.extend({
  max_tokens: z.number().int().min(1).max(1_000_000),
  stream: flag,
  temperature: setting.temperature,
  top_p: setting.topP,
  top_k: setting.topK,
  stop_sequences: maybe(z.array(z.string().min(1)).max(limits.stopSequences)),
});
export type MessageRequest = z.infer<typeof messageRequestSchema>;
