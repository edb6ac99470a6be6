const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds that the other side asks us to wait, or undefined when it says nothing usable. Seconds (fractions occur) or an
 * HTTP date; at most a day, so that a broken clock cannot stop a job for good.
 * @see RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(LONGEST_MS, Math.ceil(Number(text) * 1000));
  if (!/^[A-Za-z]{3,9},? .*\d{2}:\d{2}/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(LONGEST_MS, Math.max(0, date - now));
}
