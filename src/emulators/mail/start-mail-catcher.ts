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
  /** As it came over the wire. */
  readonly raw: string;
}

export interface RunningMailCatcher {
  /** `smtp://127.0.0.1:<port>`. */
  readonly smtpUrl: string;
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
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    size: MAX_MESSAGE_BYTES,
    onData: (stream, session, callback) => {
      readMessage(stream, session).then(
        (message) => {
          messages.push(message);
          callback();
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
    messages: () => messages,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

async function readMessage(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<CaughtMessage> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) throw new Error('The message is too large.');
  const { mailFrom, rcptTo } = session.envelope;
  const { subject, text } = await PostalMime.parse(raw);
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    subject: subject ?? '',
    text: text ?? '',
    raw: raw.toString('utf8'),
  };
}
