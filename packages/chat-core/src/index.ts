export * from './apply-chat-event.ts';
export * from './local-title.ts';
export * from './message-text.ts';
export * from './turn-event-codec.ts';
export * from './uuid.ts';
