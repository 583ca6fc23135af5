/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export interface CohereToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface CohereMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string;
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
}
