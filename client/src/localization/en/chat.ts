/** The conversation, the composer and the model picker. */
export const chat = {} as const;
