/** What a connection runs over: a WebSocket or an event stream. The thin part; everything decided is decided in `connection.ts`. */
export interface Transport {
  readonly kind: 'socket' | 'stream';
  /** Sends lines that belong together as one message, or one event. */
  send(text: string): void;
  /** Shows that the server is there. */
  ping(): void;
  /** Bytes that were given to `send` and not yet taken by the kernel. */
  waiting(): number;
  /** Grows whenever the kernel takes bytes. Compared, never read as a quantity. */
  progress(): number;
  /** Called each time everything waiting has been taken. */
  onDrain(listener: () => void): void;
  /** Ends in order, and after `grace` ms by force. */
  end(code: number, reason: string, grace: number): void;
}
