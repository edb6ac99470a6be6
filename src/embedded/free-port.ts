import { createServer } from 'node:net';
import { EmbeddedServiceError } from './embedded-service-error.js';

export const loopback = '127.0.0.1';

/** A TCP port on loopback that nobody listened on a moment ago. Ports given out earlier by this process are not repeated. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await listenOnce(0);
    if (typeof port === 'number' && !givenOut.has(port)) {
      givenOut.add(port);
      return port;
    }
  }
  throw new EmbeddedServiceError(
    'No free TCP port was found on loopback.',
    'End servers that are no longer needed.',
  );
}

/**
 * The port to use: `wanted` itself, or a free one for 0.
 * @param option what the person sets to choose another port; named in the remedy.
 * @throws {EmbeddedServiceError} when somebody listens on the wanted port.
 */
export async function claimPort(wanted: number, service: string, option: string): Promise<number> {
  if (wanted === 0) return freePort();
  const bound = await listenOnce(wanted);
  if (bound === wanted) return wanted;
  throw new EmbeddedServiceError(
    `The ${service} cannot start: port ${wanted} on ${loopback} ${bound === 'EADDRINUSE' ? 'is in use' : `cannot be used (${bound})`}.`,
    `End the program that listens on port ${wanted}, or choose another with ${option} (0 picks a free one).`,
  );
}

/** Two servers started side by side must not be handed the same port before either has bound it. */
const givenOut = new Set<number>();

/** The port that could be bound for a moment, or the system's code for why not. */
async function listenOnce(port: number): Promise<number | string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 'no address');
      });
    });
  });
}
