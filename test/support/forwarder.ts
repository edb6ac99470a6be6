import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port on loopback that leads to another server, until its connections are cut. */
export interface Forwarder {
  readonly address: string;
  /** Ends every connection, as a network does that forgets them; new ones are taken. */
  cut(): void;
  stop(): Promise<void>;
}

/** @param address where it leads to: host and port. */
export async function startForwarder(address: string): Promise<Forwarder> {
  const [host = '', port = ''] = address.split(':');
  const open = new Set<Socket>();
  const keep = (socket: Socket, other: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  };
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port) });
    keep(near, far);
    keep(far, near);
  });
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
