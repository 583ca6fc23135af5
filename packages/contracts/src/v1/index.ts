export * from './chat-completion-request.ts';
export * from './message-request.ts';
export * from './model-list-query.ts';
export * from './response-request.ts';
export * from './routes.ts';
