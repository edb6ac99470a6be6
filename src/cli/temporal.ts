import { Client, Connection } from '@temporalio/client';
import { readTlsFile, type TemporalSettings } from './settings.js';
import { UserError } from './user-error.js';

const CONNECT_TIMEOUT_MS = 5_000;
const CALL_TIMEOUT_MS = 5_000;

/** Runs `work` with a client and closes the connection after it, however it ends. */
export async function withTemporal<T>(
  settings: TemporalSettings,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await connect(settings);
  try {
    return await work(new Client({ connection, namespace: settings.namespace }));
  } finally {
    await connection.close();
  }
}

/** One call that must answer soon. */
export function promptly<T>(client: Client, call: () => Promise<T>, timeoutMs = CALL_TIMEOUT_MS): Promise<T> {
  return client.withDeadline(Date.now() + timeoutMs, call);
}

/**
 * Whether a worker listens on the task queue. Asked before anything is started that would otherwise wait for one unseen.
 * The server remembers a poller for minutes after it has gone, so only one seen lately counts.
 */
export async function hasWorker(client: Client, taskQueue: string): Promise<boolean> {
  const { pollers } = await promptly(client, () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
    }),
  );
  const oldest = Date.now() - POLLER_IS_ALIVE_MS;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > oldest);
}

/** A worker's long poll lasts a minute; one that has not been back since is gone. */
const POLLER_IS_ALIVE_MS = 70_000;

async function connect(settings: TemporalSettings): Promise<Connection> {
  const { address, apiKey } = settings;
  const tls = tlsOptions(settings);
  try {
    return await Connection.connect({
      address,
      connectTimeout: CONNECT_TIMEOUT_MS,
      ...(apiKey === undefined ? {} : { apiKey }),
      tls,
    });
  } catch (error) {
    throw unreachable(address, error);
  }
}

function unreachable(address: string, error: unknown): UserError {
  const reason =
    error instanceof Error && /unauthenticated|permission/i.test(error.message) ? ' (access refused)' : '';
  return new UserError(`No Temporal server answers at ${address}${reason}.`, {
    remedy: 'Set TEMPORAL_ADDRESS to one that runs, or let `scimflow start -f apps.yaml` start one here.',
  });
}

/** TLS as both the client and the worker take it; false for none. */
export function tlsOptions({ tls, tlsFiles: { serverCa, clientCertificate, clientKey } }: TemporalSettings) {
  if (!tls) return false;
  if ((clientCertificate === undefined) !== (clientKey === undefined))
    throw new UserError(
      'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH are only of use together.',
      {
        exitCode: 2,
      },
    );
  return {
    ...(serverCa === undefined ? {} : { serverRootCACertificate: readTlsFile(serverCa) }),
    ...(clientCertificate === undefined || clientKey === undefined
      ? {}
      : { clientCertPair: { crt: readTlsFile(clientCertificate), key: readTlsFile(clientKey) } }),
  };
}
