import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

const MAX_MESSAGE_BYTES = 1024 * 1024;

export interface CaughtMessage {
  /** Sender and recipients of the envelope, not of the headers. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Empty for a message of plain text only. */
  readonly html: string;
  /** As it stands in the header, brackets included. */
  readonly messageId: string;
  /** As it came over the wire. */
  readonly raw: string;
}

/** A reply that is asked for instead of the server's own. */
export interface MailFault {
  /** What it answers: who the message is for, or the end of the message. */
  readonly at: 'recipient' | 'data';
  /** From 400 on. @see RFC 5321, section 4.2.3. */
  readonly code: number;
  /** How many it meets; 1 unless told. */
  readonly times?: number;
  /** Keeps the message all the same, as a server does whose answer is lost. With `data` only. */
  readonly isKept?: boolean;
}

export interface MailFaults {
  add(fault: MailFault): void;
  clear(): void;
}

export interface RunningMailCatcher {
  /** `smtp://127.0.0.1:<port>`. */
  readonly smtpUrl: string;
  readonly faults: MailFaults;
  /** In the order of their arrival. */
  messages(): readonly CaughtMessage[];
  stop(): Promise<void>;
}

/**
 * An SMTP server on loopback that accepts every message and delivers none. No TLS, no login.
 * @param options `port`: any free one unless told.
 */
export async function startMailCatcher(options: { port?: number } = {}): Promise<RunningMailCatcher> {
  const messages: CaughtMessage[] = [];
  const faults = faultPlan();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    size: MAX_MESSAGE_BYTES,
    onRcptTo: ({ address }, _session, callback) => {
      const fault = faults.next('recipient');
      // Real servers repeat the address in their refusal.
      callback(fault === undefined ? undefined : refusal(fault, `<${address}> is refused`));
    },
    onData: (stream, session, callback) => {
      readMessage(stream, session).then(
        (message) => {
          const fault = faults.next('data');
          if (fault === undefined || fault.isKept === true) messages.push(message);
          callback(fault === undefined ? undefined : refusal(fault, 'the message is refused'));
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error('The message could not be read.'));
        },
      );
    },
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A client that breaks off is no reason to end the process.
  server.on('error', () => undefined);
  const { port } = server.server.address() as AddressInfo; // a TCP server has one
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    faults,
    messages: () => messages,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function faultPlan(): MailFaults & { next(at: MailFault['at']): MailFault | undefined } {
  let armed: { readonly fault: MailFault; remaining: number }[] = [];
  return {
    add: (fault) => {
      armed.push({ fault, remaining: fault.times ?? 1 });
    },
    clear: () => {
      armed = [];
    },
    next: (at) => {
      const hit = armed.find(({ fault }) => fault.at === at);
      if (hit === undefined) return undefined;
      hit.remaining -= 1;
      armed = armed.filter(({ remaining }) => remaining > 0);
      return hit.fault;
    },
  };
}

function refusal({ code }: MailFault, text: string): Error {
  return Object.assign(new Error(`${text}: a fault that was asked for`), { responseCode: code });
}

async function readMessage(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<CaughtMessage> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) throw new Error('The message is too large.');
  const { mailFrom, rcptTo } = session.envelope;
  const { subject, text, html, messageId } = await PostalMime.parse(raw);
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    messageId: messageId ?? '',
    raw: raw.toString('utf8'),
  };
}
