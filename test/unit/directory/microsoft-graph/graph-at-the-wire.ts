import { afterEach } from '@jest/globals';
import {
  createMicrosoftGraphSource,
  type ChangePage,
  type DirectorySource,
  type Watermark,
} from '../../../../src/directory/index.js';
import type { MicrosoftGraphSourceOptions } from '../../../../src/directory/index.js';
import { ProvisioningFailure } from '../../../../src/failures.js';
import { startCannedServer, type CannedAnswers, type CannedServer } from '../canned-server.js';

export const TENANT_ID = '5f3c0a52-7d1b-4b0e-9c3a-2f1e5d6c7b8a';
export const CLIENT_ID = '9b1d2c3e-4f50-4162-8374-95a6b7c8d9e0';
export const TOKEN_LINE = `POST /${TENANT_ID}/oauth2/v2.0/token`;
export const TOKEN_ANSWER = { json: { token_type: 'Bearer', expires_in: 3599, access_token: 'token-1' } };
export const ALWAYS_SELECTED = 'accountEnabled,deletedDateTime,displayName,id,userPrincipalName,userType';
export const GROUPS_SELECTED = 'deletedDateTime,displayName,id,securityEnabled';
export const DELTA = `/v1.0/users/delta?$select=${ALWAYS_SELECTED}`;

const opened: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A source that reads a table of canned answers; both end with the test. */
export async function sourceReading(
  answers: CannedAnswers,
  options: Partial<MicrosoftGraphSourceOptions> = {},
): Promise<{ source: DirectorySource; server: CannedServer }> {
  const server = await startCannedServer({ [TOKEN_LINE]: TOKEN_ANSWER, ...answers });
  opened.unshift(server.stop);
  const source = createMicrosoftGraphSource({
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    credential: { type: 'clientSecret', secret: 'correct horse' },
    graphUrl: server.origin,
    authorityUrl: server.origin,
    retryBudgetMs: 5_000,
    ...options,
  });
  opened.unshift(() => {
    source.close();
  });
  return { source, server };
}

export async function collected<T>(iterable: AsyncIterable<T> | readonly T[]): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** Where a round ends and the next begins. */
export async function endOf(
  round: AsyncIterable<ChangePage<unknown>> | readonly ChangePage<unknown>[],
): Promise<Watermark> {
  const last = (await collected(round)).at(-1);
  if (last?.isLast !== true) throw new Error('The round did not end.');
  return last.continueAt;
}

/** A link of Graph's, whatever the source has added to it. */
export function linkOf(watermark: Watermark | null | undefined): string | undefined {
  return watermark?.replace(/#.*$/, '');
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );
}

/** The parts of a failure that callers act on. */
export async function provisioningFailureOf(promise: Promise<unknown>) {
  const error = await failureOf(promise);
  if (!(error instanceof ProvisioningFailure)) throw error;
  return { type: error.type, message: error.message, remedy: error.remedy, retryAfterMs: error.retryAfterMs };
}

export function graphError(
  code: string,
  message = 'words of Graph that nobody should repeat',
  innerError: object = {},
) {
  return { error: { code, message, innerError: { date: '2026-01-01T00:00:00', ...innerError } } };
}

export function aGraphUser(properties: object = {}) {
  return {
    id: '0a1b2c3d-0000-4000-8000-000000000001',
    accountEnabled: true,
    userPrincipalName: 'anna@contoso.example',
    displayName: 'Anna Albers',
    ...properties,
  };
}

export function aGraphGroup(properties: object = {}) {
  return {
    id: '9b1d2c3e-0000-4000-8000-000000000001',
    displayName: 'Sales',
    securityEnabled: true,
    ...properties,
  };
}
