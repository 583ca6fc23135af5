const headBytes = 44;

/**
 * Samples of sound, 16 bits each, one channel, the low byte first, as a WAV file: both in base64. `rate` in samples a second. What is no base64 is
 * left out, as Node reads it.
 */
export function wavOf(base64: string, rate: number): string {
  const samples = Buffer.from(base64, 'base64');
  if (samples.length === 0) return '';
  const head = Buffer.alloc(headBytes);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(headBytes - 8 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  // Bytes of the description; plain samples; one channel.
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]).toString('base64');
}
