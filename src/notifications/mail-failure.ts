/** "Bad sequence of commands" is about the session, not about the mail. */
const BAD_SEQUENCE = 503;
/** nodemailer's codes for what it refuses by itself, and would refuse again. */
const NEVER_SENDABLE = new Set(['EENVELOPE', 'EMESSAGE', 'ECONFIG', 'EAUTH', 'ENOAUTH', 'EREQUIRETLS']);

/** A mail that the mail server did not take. What servers answer repeats the address, so only the code is kept. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  /** Whether the same mail would be refused again. */
  readonly isPermanent: boolean;

  /** @param code the server's reply code, or what kept it from answering: `550`, `ECONNREFUSED`. */
  constructor(code: string, isPermanent: boolean) {
    super(
      isPermanent
        ? `The mail server refuses the mail (${code}). Check smtpUrl, from and the recipient.`
        : `The mail server does not take the mail (${code}). Check smtpUrl and the mail server.`,
    );
    this.isPermanent = isPermanent;
  }
}

interface TransportError {
  readonly code: string;
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
}

/**
 * What nodemailer threw, without what it holds of the mail.
 * @see RFC 5321, section 4.2.1: 4yz is a transient, 5yz a permanent negative completion.
 */
export function mailFailure(error: unknown): unknown {
  if (!isTransportError(error)) return error;
  const { code, originalCode, responseCode } = error;
  if (typeof responseCode === 'number')
    return new MailFailure(String(responseCode), responseCode >= 500 && responseCode !== BAD_SEQUENCE);
  return new MailFailure(typeof originalCode === 'string' ? originalCode : code, NEVER_SENDABLE.has(code));
}

/** `instanceof` would miss the platform's own errors of another realm. */
function isTransportError(error: unknown): error is TransportError {
  return typeof (error as { code?: unknown } | null)?.code === 'string';
}
