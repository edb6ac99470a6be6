import { afterEach, describe, expect, it } from '@jest/globals';
import type { ScimTarget } from '../../../../src/scim/index.js';
import {
  bulkResponse,
  done,
  startBulkServer,
  type Answer,
  type BulkServer,
  type SentOperation,
} from './bulk-server.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const DISABLED = [{ path: 'active', oldValue: true, newValue: false }] as const;

let server: BulkServer | undefined;

afterEach(async () => {
  await server?.stop();
});

describe('the answer to one operation of a bulk request', () => {
  const ANN = 'id-of-ann';
  it.each<{ name: string; told: (operation: SentOperation) => readonly object[]; outcome: object }>([
    { name: 'a status as text, a location', told: (one) => [done(one)], outcome: { id: ANN } },
    {
      name: 'a status as number, the resource',
      told: ({ bulkId }) => [{ bulkId, status: 201, response: { id: 'a1' } }],
      outcome: { id: 'a1' },
    },
    {
      name: 'a status as object',
      told: (one) => [{ ...done(one), status: { code: '201' } }],
      outcome: { id: ANN },
    },
    {
      name: 'a status with its reason',
      told: (one) => [{ ...done(one), status: '201 Created' }],
      outcome: { id: ANN },
    },
    {
      name: 'a conflict',
      told: ({ bulkId }) => [
        {
          bulkId,
          status: '409',
          response: { schemas: [ERROR], status: '409', scimType: 'uniqueness', detail: 'taken: ann' },
        },
      ],
      outcome: { name: 'ObjectRejected', errorCode: 'EntryConflict', status: 409, scimType: 'uniqueness' },
    },
    {
      name: 'a refusal with the sent value in its words',
      told: ({ bulkId }) => [
        { bulkId, status: '409', response: { schemas: [ERROR], detail: 'ann is taken' } },
      ],
      outcome: { detail: '*** is taken' },
    },
    { name: 'none', told: () => [], outcome: { name: 'OutcomeUnknown' } },
    { name: 'two', told: (one) => [done(one), done(one)], outcome: { name: 'OutcomeUnknown' } },
    {
      name: 'one without status',
      told: (one) => [{ ...done(one), status: undefined }],
      outcome: { name: 'OutcomeUnknown' },
    },
    {
      name: 'one without bulkId, which may be of anybody',
      told: (one) => [{ ...done(one), bulkId: undefined }],
      outcome: { name: 'OutcomeUnknown' },
    },
  ])('is $name', async ({ told, outcome }) => {
    server = await startBulkServer({
      bulk: (operations) =>
        bulkResponse(
          operations.flatMap((one) => (one.data?.['userName'] === 'ann' ? told(one) : [done(one)])).reverse(),
        ),
    });

    const [ann, eve] = await all([create('ann'), create('eve')], server.target);

    expect(ann).toMatchObject(outcome);
    expect(eve).toMatchObject({ id: 'id-of-eve' });
    expect(server.lines).toEqual(['POST /Bulk 2']);
  });

  it('is known by method and location where only creates have a bulkId', async () => {
    server = await startBulkServer({
      bulk: (operations) =>
        bulkResponse(
          operations.map((one) => ({
            ...done(one),
            bulkId: undefined,
            ...(one.path === '/Users/b%20c' && { status: '404' }),
          })),
        ),
      alone: () => ({ status: 404 }),
    });

    const [a, b, c] = await all([update('a'), update('b c'), remove('c')], server.target);

    expect(a).toBeUndefined();
    expect(b).toMatchObject({ name: 'ObjectRejected', status: 404 });
    expect(c).toBeUndefined();
  });
});

describe('a bulk request that fails as a whole', () => {
  const twenty = names(20).map((name) => create(name));
  const alone = names(20).map(() => 'POST /Users');
  it.each<{ name: string; answer: Answer; lines: readonly string[]; outcome: object }>([
    ...[400, 403, 404, 405, 422, 501].map((status) => ({
      name: `with ${status} is sent one by one`,
      answer: { status },
      lines: alone,
      outcome: { id: 'alone' },
    })),
    {
      name: 'with 413 is sent in halves',
      answer: { status: 413 },
      lines: ['POST /Bulk 10', 'POST /Bulk 10'],
      outcome: { id: expect.stringMatching(/^id-of-/) },
    },
    {
      name: 'with 429 is sent again',
      answer: { status: 429, retryAfter: '0' },
      lines: ['POST /Bulk 20'],
      outcome: { id: expect.stringMatching(/^id-of-/) },
    },
    {
      name: 'with 503 and Retry-After is sent again',
      answer: { status: 503, retryAfter: '0' },
      lines: ['POST /Bulk 20'],
      outcome: { id: expect.stringMatching(/^id-of-/) },
    },
    {
      name: 'with 401 says so of each',
      answer: { status: 401 },
      lines: [],
      outcome: { type: 'CredentialsRejected' },
    },
    {
      name: 'without an answer leaves open what became of the creates',
      answer: 'cut',
      lines: [],
      outcome: { name: 'OutcomeUnknown' },
    },
    {
      name: 'with a page for people leaves open what became of the creates',
      answer: { status: 200, body: '<html></html>' },
      lines: [],
      outcome: { name: 'OutcomeUnknown' },
    },
    {
      name: 'with its own request leaves open what became of the creates',
      answer: { status: 200, body: { Operations: [{ method: 'POST', path: '/Users' }] } },
      lines: [],
      outcome: { name: 'OutcomeUnknown' },
    },
    {
      name: 'with an error of the server says so of each create',
      answer: { status: 500 },
      lines: [],
      outcome: { type: 'TargetUnavailable' },
    },
  ])('$name', async ({ answer, lines, outcome }) => {
    server = await startBulkServer({
      bulk: (operations, nth) => (nth === 1 ? answer : bulkResponse(operations.map(done))),
    });

    const outcomes = await all(twenty, server.target);

    expect(outcomes).toEqual(names(20).map(() => expect.objectContaining(outcome)));
    expect(server.lines).toEqual(['POST /Bulk 20', ...lines]);
  });

  it('repeats what may be repeated by itself after a lost answer', async () => {
    server = await startBulkServer({ bulk: () => 'cut' });

    await all([update('a'), remove('b')], server.target);

    expect([...server.lines].sort()).toEqual(['DELETE /Users/b', 'PATCH /Users/a', 'POST /Bulk 2']);
  });

  it('ends Bulk for good when none was understood before, and tells it once', async () => {
    const told: string[] = [];
    const logger = { debug: () => undefined, warn: (_: object, message: string) => void told.push(message) };
    server = await startBulkServer({ bulk: () => ({ status: 501 }) }, { logger });

    await all([create('ann'), create('eve')], server.target);
    await all([create('bob'), create('kim')], server.target);

    expect(server.lines.filter((line) => line.startsWith('POST /Bulk'))).toEqual(['POST /Bulk 2']);
    expect(told).toEqual([expect.stringMatching(/offers Bulk, and does not do it: from now on/)]);
    expect(await server.target.writesAtOnce(1_000)).toBeNull();
  });

  it('ends Bulk for good when it is answered with something else, whatever was understood before', async () => {
    server = await startBulkServer({
      bulk: (operations, nth) => (nth === 1 ? bulkResponse(operations.map(done)) : { status: 200, body: {} }),
    });

    await all([create('ann'), create('eve')], server.target);
    await all([create('bob'), create('kim')], server.target);

    expect(await server.target.writesAtOnce(1_000)).toBeNull();
  });

  it('lets Bulk rest when requests before were understood', async () => {
    server = await startBulkServer({
      bulk: (operations, nth) => (nth === 1 ? bulkResponse(operations.map(done)) : { status: 400 }),
    });

    await all([create('ann'), create('eve')], server.target);
    await all([create('bob'), create('kim')], server.target);
    await all([create('joe'), create('sue')], server.target);

    expect(server.lines).toEqual(['POST /Bulk 2', 'POST /Bulk 2', ...names(4).map(() => 'POST /Users')]);
    expect(await server.target.writesAtOnce(1_000)).not.toBeNull();
  });
});

describe('a kind of operation that is refused in bulk requests', () => {
  it('is sent alone, and from then on alone only when that is done', async () => {
    server = await startBulkServer({
      bulk: (operations) =>
        bulkResponse(
          operations.map((one) => (one.method === 'PATCH' ? { ...done(one), status: '501' } : done(one))),
        ),
    });

    const first = await all([update('a'), remove('b'), remove('c')], server.target);
    await all([update('d'), update('e')], server.target);

    expect(first).toEqual([undefined, undefined, undefined]);
    expect(server.lines).toEqual(['POST /Bulk 3', 'PATCH /Users/a', 'PATCH /Users/d', 'PATCH /Users/e']);
  });

  it('is asked for by itself only once when that is refused, too', async () => {
    const refusal = { schemas: [ERROR], status: '400', detail: 'no' };
    server = await startBulkServer({
      bulk: (operations) =>
        bulkResponse(operations.map((one) => ({ ...done(one), status: '400', response: refusal }))),
      alone: () => ({ status: 400, body: refusal }),
    });

    await all([create('ann'), create('eve')], server.target);
    const [bob] = await all([create('bob'), create('kim')], server.target);

    expect(bob).toMatchObject({ name: 'ObjectRejected', status: 400, detail: 'no' });
    expect(server.lines).toEqual(['POST /Bulk 2', 'POST /Users', 'POST /Users', 'POST /Bulk 2']);
  });
});

describe('what goes in a bulk request', () => {
  const understood = { bulk: (operations: readonly SentOperation[]) => bulkResponse(operations.map(done)) };

  it('is as much as the target takes, after a first small one', async () => {
    server = await startBulkServer(understood, { offer: { maxOperations: 50 } });

    await all(
      names(120).map((name) => create(name)),
      server.target,
    );

    expect(server.lines).toEqual(['POST /Bulk 20', 'POST /Bulk 50', 'POST /Bulk 50']);
  });

  it('is no more than the target takes in bytes', async () => {
    server = await startBulkServer(understood, { offer: { maxPayloadSize: 2_000 } });

    await all(
      names(40).map((name) => create(name)),
      server.target,
    );

    expect(Math.max(...server.bytes)).toBeLessThanOrEqual(2_000);
    expect(server.bulks.flat()).toHaveLength(40);
  });

  it('has a bulkId that nobody else has', async () => {
    server = await startBulkServer(understood);

    await all([...names(30).map((name) => create(name)), update('a'), remove('b')], server.target);

    expect(new Set(server.bulks.flat().map(({ bulkId }) => bulkId)).size).toBe(32);
  });

  it('never concerns one resource twice', async () => {
    server = await startBulkServer(understood);

    await all([update('a'), update('b'), remove('a'), update('c')], server.target);

    expect(server.bulks.map((bulk) => bulk.map(({ method, path }) => `${method} ${path}`))).toEqual([
      ['PATCH /Users/a', 'PATCH /Users/b', 'PATCH /Users/c'],
    ]);
    expect(server.lines).toEqual(['POST /Bulk 3', 'DELETE /Users/a']);
  });

  it.each<{ name: string; write: Write; line: string }>([
    { name: 'a value that would be read as an id', write: create('bulkId:x'), line: 'POST /Users' },
    { name: 'more than the target takes at once', write: create('x'.repeat(3_000)), line: 'POST /Users' },
  ])('is not $name', async ({ write, line }) => {
    server = await startBulkServer(understood, { offer: { maxPayloadSize: 2_000 } });

    await all([create('ann'), write, create('eve')], server.target);

    expect([...server.lines].sort()).toEqual(['POST /Bulk 2', line]);
  });

  it('is no single write, which goes by itself', async () => {
    server = await startBulkServer(understood);

    await all([create('ann')], server.target);

    expect(server.lines).toEqual(['POST /Users']);
  });

  it('is of one signal only, and not sent when that is aborted', async () => {
    const [mine, others] = [new AbortController(), new AbortController()];
    server = await startBulkServer(understood, { signal: mine.signal });
    await server.target.writesAtOnce(1_000, others.signal);

    const lost = all([create('ann', mine.signal), create('eve', mine.signal)], server.target);
    const kept = all([create('bob', others.signal), create('kim', others.signal)], server.target);
    mine.abort(new Error('stopped'));

    expect(await lost).toEqual([mine.signal.reason, mine.signal.reason]);
    expect(await kept).toMatchObject([{ id: 'id-of-bob' }, { id: 'id-of-kim' }]);
    expect(server.lines).toEqual(['POST /Bulk 2']);
  });
});

describe('a target', () => {
  const understood = { bulk: (operations: readonly SentOperation[]) => bulkResponse(operations.map(done)) };

  it.each<{ name: string; offer: Readonly<Record<string, unknown>> }>([
    { name: 'that does not offer it', offer: { supported: false } },
    { name: 'that takes one operation', offer: { maxOperations: 1 } },
    { name: 'that does not say how many operations it takes', offer: { maxOperations: 'many' } },
  ])('$name gets no bulk request', async ({ offer }) => {
    server = await startBulkServer(understood, { offer });

    await all([create('ann'), create('eve')], server.target);

    expect(server.lines).toEqual(['POST /Users', 'POST /Users']);
    expect(await server.target.writesAtOnce(1_000)).toBeNull();
  });

  it.each([
    { maxOperations: 2, writes: 8 },
    { maxOperations: 100, writes: 400 },
    { maxOperations: 1_000, writes: 1_000 },
  ])(
    'that takes $maxOperations operations gets $writes writes at once',
    async ({ maxOperations, writes }) => {
      server = await startBulkServer(understood, { offer: { maxOperations } });

      expect(await server.target.writesAtOnce(1_000)).toBe(writes);
    },
  );

  it('is not asked what it offers when there is little to write', async () => {
    server = await startBulkServer(understood, { offer: { supported: false } });

    expect(await server.target.writesAtOnce(19)).toBeNull();
  });
});

type Write = (target: ScimTarget) => Promise<unknown>;

function create(userName: string, signal?: AbortSignal): Write {
  return (target) => target.create('User', { userName }, signal);
}

function update(id: string): Write {
  return (target) => target.update('User', id, DISABLED);
}

function remove(id: string): Write {
  return (target) => target.delete('User', id);
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `user${index}`);
}

/** What each came to, begun at the same time. */
async function all(writes: readonly Write[], target: ScimTarget): Promise<readonly unknown[]> {
  return Promise.all(writes.map((write) => write(target).catch((error: unknown) => error)));
}
