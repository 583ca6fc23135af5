import type { ReasoningEffort } from '@parley/contracts';

/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export type ResponsesContentPart =
  | { readonly type: 'input_text'; readonly text: string }
  | { readonly type: 'input_image'; readonly image_url: string; readonly detail: 'auto' }
  | { readonly type: 'input_file'; readonly filename: string; readonly file_data: string };

export type ResponsesItem =
  | { readonly role: 'user' | 'assistant' | 'system'; readonly content: string }
  /** A person's message with files. */
  | { readonly role: 'user'; readonly content: readonly ResponsesContentPart[] }
  | {
      readonly type: 'reasoning';
      readonly id: string;
      readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
      readonly encrypted_content: string;
    }
  | { readonly type: 'function_call'; readonly call_id: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'function_call_output'; readonly call_id: string; readonly output: string };

export interface ResponsesTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

export interface ResponsesRequest {
  readonly model: string;
  readonly input: readonly ResponsesItem[];
  readonly stream: true;
  /** Conversations are kept here and nowhere else. */
  readonly store?: false;
  readonly instructions?: string;
  readonly temperature?: number;
  readonly max_output_tokens?: number;
  readonly top_p?: number;
  readonly reasoning?: { readonly summary?: 'auto'; readonly effort?: ReasoningEffort };
  readonly include?: readonly ['reasoning.encrypted_content'];
  readonly tools?: readonly (ResponsesTool | { readonly type: 'web_search' })[];
  readonly tool_choice?: 'auto' | 'none' | 'required' | { readonly type: 'function'; readonly name: string };
  readonly parallel_tool_calls?: boolean;
  readonly text?: {
    readonly verbosity?: 'low' | 'medium' | 'high';
    readonly format?:
      | { readonly type: 'json_object' }
      | {
          readonly type: 'json_schema';
          readonly name: string;
          readonly schema: Readonly<Record<string, unknown>>;
          readonly strict?: boolean;
        };
  };
}
