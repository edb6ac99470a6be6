import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port in front of a server, which can be closed and opened as if the server went down and came back. */
export interface Gate {
  /** The server's URL, through the gate. */
  readonly url: string;
  /** Who connects is refused from now on, and who is connected is cut off. */
  close(): Promise<void>;
  /** Who connects is cut off at once. @returns how often that happened, when asked. */
  cutOff(): Promise<() => number>;
  open(): Promise<void>;
}

/** @param target the URL of a server on this machine. */
export async function startGate(target: string): Promise<Gate> {
  const { port: targetPort, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let serve: (socket: Socket) => void = forward;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket);
  });

  function forward(socket: Socket): void {
    const upstream = connect(Number(targetPort), '127.0.0.1');
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
  }
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };

  await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    close,
    async cutOff() {
      await close();
      let count = 0;
      serve = (socket) => {
        count += 1;
        socket.destroy();
      };
      await listen(port);
      return () => count;
    },
    async open() {
      await close();
      serve = forward;
      await listen(port);
    },
  };
}
