const MAX_CHARACTERS = 2_048;
/** Enough for everything that is kept, and little enough to search for every value. */
const MAX_SEARCHED = 16 * 1024;
const MASK = '***';
const MAIL_ADDRESS = /[^\s"'<>()[\]{},;:=@]{1,64}@[^\s"'<>()[\]{},;:=@]{1,255}/g;
/** Shorter values ("DE") are masked as words only, or they would make soup of the target's sentence. */
const SHORT = 4;

/**
 * A target's words, fit for a log: at most 2 KB, no control characters, without the values that were sent (in whatever
 * letter case) and without mail addresses.
 */
export function maskedText(text: string, secrets: readonly string[]): string {
  let masked = text.slice(0, MAX_SEARCHED).replace(/[\p{Cc}\s]+/gu, ' ');
  const longestFirst = [...new Set(secrets)].filter((secret) => secret.trim() !== '');
  longestFirst.sort((a, b) => b.length - a.length);
  for (const secret of longestFirst) masked = masked.replace(pattern(secret), MASK);
  return masked.replace(MAIL_ADDRESS, MASK).trim().slice(0, MAX_CHARACTERS);
}

function pattern(secret: string): RegExp {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+');
  const isWord = secret.length < SHORT;
  return new RegExp(isWord ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal, 'giu');
}
