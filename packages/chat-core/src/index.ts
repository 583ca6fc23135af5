export * from './apply-chat-event.ts';
export * from './content-disposition.ts';
export * from './local-title.ts';
export * from './message-text.ts';
export * from './sse-encode.ts';
export { createLineSplitter, SseLimitError } from './sse-line-splitter.ts';
export * from './sse-parser.ts';
export * from './turn-event-codec.ts';
export * from './uuid.ts';
