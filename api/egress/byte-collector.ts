/**
 * Gathers chunks into one buffer that grows by doubling: an answer that drips byte by byte costs its length, not an object a byte. The
 * caller caps the length.
 */
export function createByteCollector(): { push(chunk: Uint8Array): void; take(): Buffer } {
  let bytes = Buffer.alloc(0);
  let length = 0;
  return {
    push(chunk) {
      if (length + chunk.length > bytes.length) {
        const grown = Buffer.allocUnsafe(Math.max(length + chunk.length, bytes.length * 2, 1_024));
        bytes.copy(grown, 0, 0, length);
        bytes = grown;
      }
      bytes.set(chunk, length);
      length += chunk.length;
    },
    take: () => bytes.subarray(0, length),
  };
}
