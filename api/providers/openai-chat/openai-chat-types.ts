import type { ReasoningEffort } from '@parley/contracts';

/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export interface OpenAiToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export type OpenAiContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'input_audio'; readonly input_audio: { readonly data: string; readonly format: 'wav' | 'mp3' } }
  | { readonly type: 'file'; readonly file: { readonly filename: string; readonly file_data: string } };

export interface OpenAiMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** Pieces where a person's message holds files, plain words else: what every compatible server takes. */
  readonly content: string | null | readonly OpenAiContentPart[];
  readonly tool_calls?: readonly OpenAiToolCall[];
  readonly tool_call_id?: string;
  /** DeepSeek's: what it thought before these calls. */
  readonly reasoning_content?: string;
  /** Mistral's mark of an answer to go on from. */
  readonly prefix?: true;
}

export interface OpenAiTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly strict?: boolean;
  };
}

/** What is set beside the messages; each vendor takes some of it. */
export interface OpenAiChatSettings {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly seed?: number;
  /** Mistral's name of the seed. */
  readonly random_seed?: number;
  readonly stop?: readonly string[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly reasoning_effort?: ReasoningEffort;
  /** OpenRouter's way to say how much is thought. */
  readonly reasoning?: { readonly effort: ReasoningEffort } | { readonly max_tokens: number } | { readonly enabled: false };
  /** DeepSeek's, and that of gateways in front of Anthropic. */
  readonly thinking?: { readonly type: 'enabled' | 'disabled'; readonly budget_tokens?: number };
  readonly verbosity?: 'low' | 'medium' | 'high';
  readonly web_search_options?: object;
  /** OpenRouter's way to search the web. */
  readonly plugins?: readonly { readonly id: 'web' }[];
  /** Perplexity searches unless it is told not to. */
  readonly disable_search?: true;
}

export interface OpenAiChatRequest extends OpenAiChatSettings {
  readonly model: string;
  readonly messages: readonly OpenAiMessage[];
  readonly stream: true;
  readonly stream_options?: { readonly include_usage: true };
  readonly tools?: readonly OpenAiTool[];
  readonly tool_choice?: 'auto' | 'none' | 'required' | { readonly type: 'function'; readonly function: { readonly name: string } };
  readonly parallel_tool_calls?: boolean;
  readonly response_format?:
    | { readonly type: 'json_object' }
    | {
        readonly type: 'json_schema';
        readonly json_schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>>; readonly strict?: boolean };
      };
}
