import { z } from 'zod';
import { limits } from '../limits.ts';
import { anything, flag, maybe, modelName, schemaObject, setting, toolName } from './common.ts';

const contentPart = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['input_text', 'output_text', 'text']), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.literal('input_image'), image_url: maybe(z.string()), file_id: maybe(z.string()) }),
  z.object({
    type: z.literal('input_file'),
    file_data: maybe(z.string()),
    file_id: maybe(z.string()),
    file_url: maybe(z.string()),
    filename: maybe(z.string().max(255)),
  }),
]);
export type ResponseContentPart = z.infer<typeof contentPart>;

const content = z.union([z.string(), z.array(contentPart).max(limits.v1Parts)]);

const message = z.object({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content,
});
const item = z.union([
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('reasoning'),
      summary: z.array(z.object({ text: z.string() })).default([]),
      encrypted_content: maybe(z.string()),
    }),
    z.object({ type: z.literal('function_call'), call_id: z.string().min(1), name: toolName, arguments: z.string() }),
    z.object({ type: z.literal('function_call_output'), call_id: z.string().min(1), output: content }),
    z.object({
      type: z.literal('image_generation_call'),
      /** A picture in base64. */
      result: maybe(z.string()),
      output_format: maybe(z.string().regex(/^[a-z0-9.+-]{1,20}$/)),
    }),
    z.object({ type: z.literal('item_reference'), id: z.string() }),
  ]),
  message,
]);
export type ResponseItem = z.infer<typeof item>;

const tool = z.union([
  z.object({
    type: z.literal('function'),
    name: toolName,
    description: maybe(z.string()),
    parameters: maybe(schemaObject),
    strict: flag,
  }),
  z.object({ type: z.string() }),
]);

const format = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), name: z.string().max(64), schema: schemaObject, strict: flag }),
]);

/** A request as OpenAI's reference of Responses describes it. Nothing is kept, so that what names something kept is refused. */
export const responseRequestSchema = z.object({
  model: modelName,
  input: z.union([z.string(), z.array(item).min(1).max(limits.v1Messages)]),
  instructions: maybe(z.string()),
  stream: flag,
  temperature: setting.temperature,
  top_p: setting.topP,
  max_output_tokens: setting.maxOutputTokens,
  reasoning: maybe(z.object({ effort: setting.reasoningEffort, summary: maybe(z.string()) })),
  text: maybe(z.object({ format: maybe(format), verbosity: setting.verbosity })),
  tools: maybe(z.array(tool).max(limits.v1Tools)),
  tool_choice: maybe(z.union([z.enum(['auto', 'none', 'required']), z.object({ type: z.literal('function'), name: toolName })])),
  parallel_tool_calls: flag,
  metadata: maybe(z.record(z.string(), z.unknown())),
  previous_response_id: maybe(z.string()),
  conversation: anything,
  prompt: anything,
  background: flag,
  top_logprobs: maybe(z.number().int()),
});
export type ResponseRequest = z.infer<typeof responseRequestSchema>;
