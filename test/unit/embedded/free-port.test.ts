import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { EmbeddedServiceError } from '../../../src/embedded/embedded-service-error.js';
import { claimPort, freePort } from '../../../src/embedded/free-port.js';

describe('claimPort', () => {
  it('names an occupied port, who wanted it and the option that chooses another', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;

    const error = await claimPort(port, 'Temporal dev server', '--temporal-port').catch(
      (thrown: unknown) => thrown,
    );

    occupant.close();
    expect(error).toBeInstanceOf(EmbeddedServiceError);
    expect(error).toMatchObject({
      message: `The Temporal dev server cannot start: port ${port} on 127.0.0.1 is in use.`,
      remedy: expect.stringContaining('--temporal-port'),
    });
  });

  it('accepts a free port', async () => {
    const port = await freePort();

    expect(await claimPort(port, 'Temporal dev server', 'port')).toBe(port);
  });

  it('picks one for 0', async () => {
    expect(await claimPort(0, 'Temporal dev server', 'port')).toBeGreaterThan(0);
  });
});

describe('freePort', () => {
  it('gives no port twice', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));

    expect(new Set(ports).size).toBe(20);
  });
});
