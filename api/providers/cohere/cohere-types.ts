/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export interface CohereToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export type CohereContentPart =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

export interface CohereMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string | readonly CohereContentPart[];
  readonly tool_calls?: readonly CohereToolCall[];
  /** The words beside calls, which take no content. */
  readonly tool_plan?: string;
  readonly tool_call_id?: string;
}

export interface CohereRequest {
  readonly model: string;
  readonly messages: readonly CohereMessage[];
  readonly stream: true;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly p?: number;
  readonly k?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly seed?: number;
  readonly stop_sequences?: readonly string[];
  readonly thinking?: { readonly type: 'enabled'; readonly token_budget: number } | { readonly type: 'disabled' };
  readonly tools?: readonly {
    readonly type: 'function';
    readonly function: { readonly name: string; readonly description?: string; readonly parameters: Readonly<Record<string, unknown>> };
  }[];
  readonly tool_choice?: 'NONE' | 'REQUIRED';
  readonly strict_tools?: true;
  readonly response_format?: { readonly type: 'json_object'; readonly json_schema?: Readonly<Record<string, unknown>> };
}
