const BYTE_VALUES = 256;
/** At least every second byte is used, so that an honest source fails once in 2^128 times. */
const MOST_ATTEMPTS = 128;

/**
 * A whole number from 0 to `count` - 1, each as likely as the others: bytes that would favour some are thrown away.
 * @param count from 1 to 256.
 */
export function randomNumber(count: number, randomBytes: (length: number) => Uint8Array): number {
  const limit = BYTE_VALUES - (BYTE_VALUES % count);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const [byte = BYTE_VALUES] = randomBytes(1);
    if (byte < limit) return byte % count;
  }
  throw new Error('The source of randomness is broken: it yields the same bytes again and again');
}
