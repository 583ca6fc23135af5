import type { StopReason, Usage } from '@parley/contracts';
import type { ResponseRequest } from '@parley/contracts/v1';
import { withWarnings } from '../kit/answer.ts';

/** What is the same in every state of a response. */
export interface ResponseFrame {
  readonly id: string;
  readonly model: string;
  /** Seconds. */
  readonly created: number;
  readonly request: ResponseRequest;
}

/** What changes from one state to the next. */
interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly object[];
  readonly usage?: Usage;
  readonly stopReason?: StopReason;
  readonly error?: { readonly code: string; readonly message: string };
  readonly warnings?: readonly string[];
}

function responseUsage({ inputTokens = 0, outputTokens = 0, reasoningTokens = 0, cachedInputTokens = 0 }: Usage): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedInputTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
  };
}

const incompleteReason = (stopReason: StopReason | undefined): { reason: string } | null => {
  if (stopReason === 'length') return { reason: 'max_output_tokens' };
  return stopReason === 'refusal' ? { reason: 'content_filter' } : null;
};

/** Whether an answer that ended so is whole. */
export const statusOf = (stopReason: StopReason): 'completed' | 'incomplete' =>
  incompleteReason(stopReason) === null ? 'completed' : 'incomplete';

/** A response in one of its states, with all that the reference says it has. */
export function responseObject({ id, model, created, request }: ResponseFrame, state: ResponseState): object {
  const { status, output, usage, stopReason, error, warnings = [] } = state;
  return {
    id,
    object: 'response',
    created_at: created,
    status,
    background: false,
    error: error ?? null,
    incomplete_details: incompleteReason(stopReason),
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model,
    output,
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: request.reasoning?.summary ?? null },
    store: false,
    temperature: request.temperature ?? null,
    text: { format: request.text?.format ?? { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
    usage: usage === undefined ? null : responseUsage(usage),
    user: null,
    ...withWarnings(warnings),
  };
}
