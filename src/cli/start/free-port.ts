import { createServer } from 'node:net';

/** The preferred port of this machine when nobody has it, else one that is free. */
export async function preferredPort(preferred: number): Promise<number> {
  return (await boundPort(preferred)) ?? (await boundPort(0)) ?? 0;
}

function boundPort(port: number): Promise<number | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : null);
      });
    });
  });
}
