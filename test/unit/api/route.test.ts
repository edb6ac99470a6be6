import { afterEach, describe, expect, it } from '@jest/globals';
import got from 'got';
import { z } from 'zod';
import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import { NotFound, ofApp, pageQuery, route, type RouteContext } from '../../../src/api/route.js';
import type { Store } from '../../../src/store/index.js';

const context: RouteContext = { store: {} as unknown as Store, isReady: () => true, askSource: null };

const listRoute = route({
  name: 'list',
  path: '/v1/apps/:appId/things',
  summary: 'Things.',
  parameters: ofApp,
  query: pageQuery,
  answer: z.object({ things: z.array(z.object({ id: z.string() })) }),
  handler(_, { parameters: { appId }, query: { limit } }) {
    if (appId === 'other') throw new NotFound('There is no app other.');
    const thing = { id: String(limit), secret: 'not described' };
    return Promise.resolve({ things: [thing], secret: 'not described' });
  },
});

describe('a route', () => {
  it('sends what its answer describes, and nothing more', async () => {
    expect(await listRoute.respond(context, { appId: 'desk' }, { limit: '5' })).toEqual({
      status: 200,
      body: { things: [{ id: '5' }] },
    });
  });

  it.each([
    ['a limit that is none', { appId: 'desk' }, { limit: 'all' }, 400, 'limit: '],
    ['a parameter given twice', { appId: 'desk' }, { limit: ['1', '2'] }, 400, 'limit: '],
    ['no app', { appId: '' }, {}, 400, 'appId: '],
    ['what is not there', { appId: 'other' }, {}, 404, 'There is no app other.'],
  ])('refuses %s', async (_, parameters, query, statusCode, words) => {
    await expect(listRoute.respond(context, parameters, query)).rejects.toMatchObject({
      statusCode,
      message: expect.stringContaining(words),
    });
  });
});

describe('the read API', () => {
  let api: ReadApi | undefined;
  afterEach(() => api?.close());

  const answerOf = async (list: () => Promise<never>) => {
    api = await startReadApi({
      host: '127.0.0.1',
      port: 0,
      token: undefined,
      store: { events: { list } } as unknown as Store,
      isReady: () => true,
      answerTimeoutMs: 50,
    });
    return got(`${api.url}/v1/apps/desk/events`, { throwHttpErrors: false, retry: { limit: 0 } });
  };

  it('does not let an answer take for ever', async () => {
    const { statusCode, body } = await answerOf(() => new Promise(() => undefined));

    expect([statusCode, body]).toEqual([503, expect.stringContaining('took too long')]);
  });

  it('tells nobody the words of what went wrong', async () => {
    const { statusCode, body } = await answerOf(() => Promise.reject(new Error('duplicate key (private)')));

    expect([statusCode, body]).toEqual([500, expect.not.stringContaining('private')]);
  });
});
