import { createServer, type Server } from 'node:http';
import { afterEach } from '@jest/globals';

export const TOKEN = 'token-of-the-read-api';

/** What the read API was asked. */
export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

export const EVENTS = '/v1/apps/dialpad/events';
export const ESCROWS = '/v1/apps/dialpad/escrows';

/** Answers about entries as told, and about the rest with nothing, unless told. */
export async function readApi(
  answer: (asked: Asked) => unknown,
  status = 200,
  others: Readonly<Record<string, unknown>> = { [EVENTS]: { events: [], nextCursor: null } },
) {
  const asked: Asked[] = [];
  const started = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const one = {
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization,
    };
    const other = others[one.path];
    if (other === undefined) asked.push(one);
    const code = other === 404 ? 404 : status;
    response
      .writeHead(code, { 'content-type': 'application/json' })
      .end(JSON.stringify(other === undefined ? answer(one) : other));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { asked, env: { SCIMFLOW_API_URL: `http://127.0.0.1:${port}`, SCIMFLOW_API_TOKEN: TOKEN } };
}

export function entry(id: number, action: string) {
  return {
    id: String(id),
    activityDateTime: new Date(Date.UTC(2026, 0, 1) + id * 1_000).toISOString(),
    cycle: 1,
    action,
    status: 'success',
    sourceId: 'source-1',
    sourceName: 'Amara',
    targetId: null,
    errorCode: null,
    reason: null,
    recommendedAction: null,
    durationInMilliseconds: 12,
    changes: [{ path: 'displayName', oldValue: 'A', newValue: 'B' }],
  };
}

export function event(second: number) {
  return {
    id: String(second),
    cycle: 1,
    occurredAt: entry(second, '').activityDateTime,
    code: 'SuspiciousDrop',
    subject: '',
    message: `Something was decided at moment ${second}.`,
  };
}

export function escrow(over: object) {
  return {
    objectId: 'source-1',
    sourceName: 'Amara',
    about: 'object',
    errorCode: 'EntryConflict',
    attempts: 3,
    firstFailedAt: '2026-01-01T00:00:00.000Z',
    nextAttemptAt: '2126-01-01T00:00:00.000Z',
    recommendedAction: 'Change it.',
    ...over,
  };
}
