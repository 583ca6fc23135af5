/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export type AnthropicImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

/** A page that was found; its words are sealed. */
export interface FoundPage {
  readonly type: 'web_search_result';
  readonly url: string;
  readonly title: string;
  readonly encrypted_content: string;
  readonly page_age: string | null;
}

const searchErrors = [
  'invalid_tool_input',
  'unavailable',
  'max_uses_exceeded',
  'too_many_requests',
  'query_too_long',
  'request_too_large',
] as const;

/** Why a search found nothing. */
export interface FailedSearch {
  readonly type: 'web_search_tool_result_error';
  readonly error_code: (typeof searchErrors)[number];
}

export const searchErrorOf = (code: unknown): FailedSearch['error_code'] => searchErrors.find((known) => known === code) ?? 'unavailable';

/** What Anthropic's own search of the web leaves in an answer. */
export type SearchBlock =
  | { readonly type: 'server_tool_use'; readonly id: string; readonly name: 'web_search'; readonly input: object }
  | { readonly type: 'web_search_tool_result'; readonly tool_use_id: string; readonly content: readonly FoundPage[] | FailedSearch };

export type AnthropicBlock =
  | SearchBlock
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly source: { readonly type: 'base64'; readonly media_type: AnthropicImageType; readonly data: string } }
  | {
      readonly type: 'document';
      readonly title: string;
      /** All documents of a request have it, or none. */
      readonly citations?: { readonly enabled: true };
      readonly source:
        | { readonly type: 'base64'; readonly media_type: 'application/pdf'; readonly data: string }
        | { readonly type: 'text'; readonly media_type: 'text/plain'; readonly data: string };
    }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object }
  | { readonly type: 'tool_result'; readonly tool_use_id: string; readonly content: string; readonly is_error?: true };

export interface AnthropicMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly AnthropicBlock[];
}

export interface AnthropicFunction {
  readonly name: string;
  readonly description?: string;
  readonly input_schema: Readonly<Record<string, unknown>> & { readonly type: 'object' };
  readonly strict?: boolean;
}

export type AnthropicTool =
  AnthropicFunction | { readonly type: 'web_search_20250305'; readonly name: 'web_search'; readonly max_uses: number };

/** Keeps what was read so far for the next request; five minutes without `ttl`. */
export interface CacheControl {
  readonly type: 'ephemeral';
  readonly ttl?: '1h';
}

export interface AnthropicRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly AnthropicMessage[];
  readonly stream: true;
  readonly system?: string | readonly [{ readonly type: 'text'; readonly text: string; readonly cache_control: CacheControl }];
  /** The mark goes behind the last block, and messages stay as they are from turn to turn. */
  readonly cache_control?: CacheControl;
  readonly temperature?: number;
  readonly tools?: readonly AnthropicTool[];
  readonly tool_choice?:
    | { readonly type: 'none' }
    | { readonly type: 'auto' | 'any'; readonly disable_parallel_tool_use?: true }
    | { readonly type: 'tool'; readonly name: string; readonly disable_parallel_tool_use?: true };
  readonly top_p?: number;
  readonly top_k?: number;
  readonly stop_sequences?: readonly string[];
  readonly thinking?:
    | { readonly type: 'enabled'; readonly budget_tokens: number }
    | { readonly type: 'adaptive'; readonly display: 'summarized' }
    | { readonly type: 'disabled' };
  readonly output_config?: {
    readonly effort?: 'low' | 'medium' | 'high' | 'xhigh' | 'max';
    readonly format?: { readonly type: 'json_schema'; readonly schema: Readonly<Record<string, unknown>> };
  };
}
