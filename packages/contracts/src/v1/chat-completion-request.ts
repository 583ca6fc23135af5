import { z } from 'zod';
import { limits } from '../limits.ts';
import { anything, flag, maybe, modelName, schemaObject, setting, toolName } from './common.ts';

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const contentPart = z.discriminatedUnion('type', [
  textPart,
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
  z.object({ type: z.literal('input_audio'), input_audio: z.object({ data: z.string(), format: z.enum(['wav', 'mp3']) }) }),
  z.object({
    type: z.literal('file'),
    file: z.object({ file_data: z.string().optional(), file_id: z.string().optional(), filename: z.string().max(255).optional() }),
  }),
]);
export type ChatContentPart = z.infer<typeof contentPart>;

const content = z.union([z.string(), z.array(contentPart).max(limits.v1Parts)]);
const toolCall = z.object({
  id: z.string().min(1),
  type: z.literal('function').default('function'),
  function: z.object({ name: toolName, arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content }),
  z.object({ role: z.literal('user'), content }),
  z.object({
    role: z.literal('assistant'),
    content: maybe(content),
    refusal: maybe(z.string()),
    /** As DeepSeek and many after it name what a model thought. */
    reasoning_content: maybe(z.string()),
    /** Pictures that the model made, as OpenRouter names them. */
    images: maybe(z.array(z.object({ image_url: z.object({ url: z.string() }) })).max(limits.v1Parts)),
    tool_calls: maybe(z.array(toolCall).max(limits.v1Tools)),
    function_call: anything,
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string().min(1), content }),
]);
export type ChatMessage = z.infer<typeof message>;

const tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: toolName,
    description: maybe(z.string()),
    parameters: maybe(schemaObject),
    strict: flag,
  }),
});

const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string().max(64), schema: maybe(schemaObject), strict: flag }),
  }),
]);

/** A request as OpenAI's reference of Chat Completions describes it. Fields it does not name are ignored, as there. */
export const chatCompletionRequestSchema = z.object({
  model: modelName,
  messages: z.array(message).min(1).max(limits.v1Messages),
  stream: flag,
  stream_options: maybe(z.object({ include_usage: flag })),
  temperature: setting.temperature,
  top_p: setting.topP,
  /** Not OpenAI's, but of many servers that speak its format. */
  top_k: setting.topK,
  frequency_penalty: setting.frequencyPenalty,
  presence_penalty: setting.presencePenalty,
  seed: setting.seed,
  stop: maybe(z.union([z.string().min(1), z.array(z.string().min(1)).max(limits.stopSequences)])),
  max_tokens: setting.maxOutputTokens,
  max_completion_tokens: setting.maxOutputTokens,
  reasoning_effort: setting.reasoningEffort,
  verbosity: setting.verbosity,
  tools: maybe(z.array(tool).max(limits.v1Tools)),
  tool_choice: maybe(
    z.union([z.enum(['auto', 'none', 'required']), z.object({ type: z.literal('function'), function: z.object({ name: toolName }) })]),
  ),
  parallel_tool_calls: flag,
  response_format: maybe(responseFormat),
  web_search_options: maybe(z.object({})),
  n: maybe(z.number().int().min(1)),
  logprobs: flag,
  top_logprobs: maybe(z.number().int()),
  logit_bias: maybe(z.record(z.string(), z.unknown())),
  modalities: maybe(z.array(z.string())),
  audio: anything,
  functions: anything,
  function_call: anything,
});
export type ChatCompletionRequest = z.infer<typeof chatCompletionRequestSchema>;
