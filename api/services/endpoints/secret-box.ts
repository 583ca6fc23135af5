import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The one place that encrypts secrets. */
export interface SecretBox {
  /** `context` names what the secret belongs to; it is not stored, and opening with another one fails. */
  seal(secret: string, context: string): string;
  /** Null when the text was sealed with another key or context, or was changed. */
  open(sealed: string, context: string): string | null;
}

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: `v1.` and the base64url of nonce, ciphertext and tag. */
export function createSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== 32) throw new Error('a secret box takes a key of 32 bytes');
  return {
    seal: (secret, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      return `${version}.${Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [found, text = ''] = sealed.split('.', 2);
      const bytes = Buffer.from(text, 'base64url');
      if (found !== version || bytes.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        // The tag does not fit: another key, another owner, or a changed text. All of them mean unreadable.
        return null;
      }
    },
  };
}
