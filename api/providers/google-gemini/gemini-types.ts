/** The requests we send: exact. What comes back is read with the tolerant readers of the kit instead of types. */
export type GeminiPart = {
  /** Gemini's proof of what it thought, on the part it came on. */
  readonly thoughtSignature?: string;
} & (
  | { readonly text: string; readonly thought?: true }
  | { readonly inlineData: { readonly mimeType: string; readonly data: string } }
  | { readonly functionCall: { readonly id?: string; readonly name: string; readonly args: object } }
  | { readonly functionResponse: { readonly id?: string; readonly name: string; readonly response: object } }
);

export interface GeminiContent {
  readonly role: 'user' | 'model';
  readonly parts: readonly GeminiPart[];
}

export interface GeminiThinking {
  readonly includeThoughts?: boolean;
  /** Tokens; 0 means none, -1 as many as the model likes. */
  readonly thinkingBudget?: number;
  /** Of Gemini 3 and later. */
  readonly thinkingLevel?: 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';
}

export interface GeminiGeneration {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly responseMimeType?: 'application/json';
  readonly responseJsonSchema?: object;
  readonly thinkingConfig?: GeminiThinking;
}

export type GeminiTool =
  | {
      readonly functionDeclarations: readonly {
        readonly name: string;
        readonly description?: string;
        readonly parametersJsonSchema: object;
      }[];
    }
  | { readonly googleSearch: object }
  | { readonly urlContext: object };

export interface GeminiRequest {
  readonly contents: readonly GeminiContent[];
  readonly systemInstruction?: { readonly parts: readonly { readonly text: string }[] };
  readonly generationConfig?: GeminiGeneration;
  readonly safetySettings?: readonly { readonly category: string; readonly threshold: string }[];
  readonly tools?: readonly GeminiTool[];
  readonly toolConfig?: {
    readonly functionCallingConfig: { readonly mode: 'AUTO' | 'ANY' | 'NONE'; readonly allowedFunctionNames?: readonly string[] };
  };
}
