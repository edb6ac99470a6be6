import { createHash } from 'node:crypto';

/**
 * The same for the same occasion, so that a mail that was sent twice, because a worker died before it could say so, is
 * recognised as one.
 * @param occasion what makes it this mail and no other.
 * @param sender address whose domain the id is in, with or without a name before it.
 * @see RFC 5322, section 3.6.4.
 */
export function messageId(occasion: readonly unknown[], sender: string): string {
  const digest = createHash('sha256').update(JSON.stringify(occasion)).digest('hex').slice(0, 40);
  const [, domain = 'scimflow.invalid'] = /@([a-z0-9.-]+)/i.exec(sender) ?? [];
  return `<${digest}@${domain}>`;
}
