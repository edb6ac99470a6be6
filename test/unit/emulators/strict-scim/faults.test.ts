import { describe, expect, it } from '@jest/globals';
import { withTarget, userUrn, filterPath, type TargetUnderTest } from './target.js';

const ada = { schemas: [userUrn], userName: 'ada' };
const statuses = async (target: TargetUnderTest, times: number): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let count = 0; count < times; count += 1) seen.push((await target.get('/Users')).status);
  return seen;
};

describe('faults', () => {
  it('meet one request that fits, in place of the server', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ method: 'POST', path: '/Users', status: 503, retryAfter: '7' });

      expect((await target.get('/Users')).status).toBe(200);
      const failed = await target.send('POST', '/Users', ada);
      expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '7']);
      expect(target.users()).toEqual([]);
      expect((await target.send('POST', '/Users', ada)).status).toBe(201);
    });
  });

  it('meet the nth request', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ nth: [2, 4], status: 500 });

      expect(await statuses(target, 5)).toEqual([200, 500, 200, 500, 200]);
    });
  });

  it('meet a share of the requests, the same with the same seed', async () => {
    const run = async (seed: number): Promise<readonly number[]> => {
      let seen: readonly number[] = [];
      await withTarget({}, async (target) => {
        target.faults.add({ rate: 0.5, seed, status: 500 });
        seen = await statuses(target, 20);
      });
      return seen;
    };

    const first = await run(7);

    expect(first).toEqual(await run(7));
    expect(first).not.toEqual(await run(8));
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it('answer with HTML, or any body', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ html: true });
      target.faults.add({ status: 200, body: '{"error":"no"}' });

      const page = await target.get('/Users');
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect((await target.get('/Users')).body).toEqual({ error: 'no' });
    });
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('cut the connection %s the user is created', async (dropConnection, users) => {
    await withTarget({}, async (target) => {
      target.faults.add({ method: 'POST', dropConnection });

      await expect(target.send('POST', '/Users', ada)).rejects.toThrow();

      expect(target.users()).toHaveLength(users);
      expect(target.requests()).toMatchObject([{ method: 'POST', status: null, body: ada }]);
    });
  });

  it.each([
    ['an error', { status: 502 }, 502, {}],
    ['a page', { html: true }, 200, { text: '<!doctype html><title>Sign in</title>' }],
  ] as const)('answer with %s what is carried out', async (_what, fault, status, body) => {
    await withTarget({}, async (target) => {
      target.faults.add({ method: 'POST', isCarriedOut: true, ...fault });

      const answer = await target.send('POST', '/Users', ada);

      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject(body);
      const [user] = target.users();
      expect(target.requests()).toMatchObject([{ status, result: { status: 201, resourceId: user?.id } }]);
    });
  });

  it('cut an answer off in the middle', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ method: 'POST', isTruncated: true });

      const { status, body } = await target.send('POST', '/Users', ada);

      expect(status).toBe(201);
      expect(body).toEqual({ text: expect.stringMatching(/^\{"schemas"/) as unknown });
      expect(target.users()).toHaveLength(1);
    });
  });

  it('meet requests by what they hold, and are waiting until then', async () => {
    await withTarget({}, async (target) => {
      const fault = { bodyIncludes: '"eve"', status: 500 };
      target.faults.add(fault);

      expect((await target.send('POST', '/Users', ada)).status).toBe(201);
      expect(target.faults.waiting()).toEqual([fault]);
      expect((await target.send('POST', '/Users', { ...ada, userName: 'eve' })).status).toBe(500);
      expect(target.faults.waiting()).toEqual([]);
      expect(target.requests()).toMatchObject([{ result: { status: 201 } }, { result: null }]);
    });
  });

  it('revoke the token until they are cleared', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ tokenRevoked: true });

      expect(await statuses(target, 2)).toEqual([401, 401]);
      target.faults.clear();
      expect(await statuses(target, 1)).toEqual([200]);
    });
  });

  it('make requests wait', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ latencyMs: 60 });
      const start = performance.now();

      expect(await statuses(target, 1)).toEqual([200]);
      expect(performance.now() - start).toBeGreaterThanOrEqual(55);
    });
  });

  it('hide a write from the next reads', async () => {
    await withTarget({}, async (target) => {
      target.faults.add({ method: 'POST', readLag: 2 });
      const id = await target.user({ userName: 'ada', title: 'a' });

      expect((await target.get(`/Users/${id}`)).status).toBe(404);
      expect((await target.get(filterPath('Users', 'userName eq "ada"'))).body['totalResults']).toBe(0);
      expect((await target.get(`/Users/${id}`)).status).toBe(200);

      target.faults.add({ method: 'PATCH', readLag: 1 });
      await target.patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'b' });
      expect((await target.get(`/Users/${id}`)).body['title']).toBe('a');
      expect((await target.get(`/Users/${id}`)).body['title']).toBe('b');

      target.faults.add({ method: 'DELETE', readLag: 1 });
      await target.send('DELETE', `/Users/${id}`);
      expect((await target.get(`/Users/${id}`)).status).toBe(200);
      expect((await target.get(`/Users/${id}`)).status).toBe(404);
    });
  });
});
