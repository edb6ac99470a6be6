import { describe, expect, it } from '@jest/globals';
import { groupUrn, userUrn, withTarget, type Answer, type TargetUnderTest } from './target.js';

const options = { switches: { bulk: { maxOperations: 10, maxPayloadBytes: 10_000 } } };
const bulk = (target: TargetUnderTest, Operations: readonly object[], rest: object = {}): Promise<Answer> =>
  target.send('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations,
    ...rest,
  });
const newUser = (userName: string) => ({
  method: 'POST',
  path: '/Users',
  bulkId: userName,
  data: { schemas: [userUrn], userName },
});

describe('bulk requests', () => {
  it('tell the outcome of each operation, and go on after a failure', async () => {
    await withTarget(options, async (target) => {
      const answer = await bulk(target, [newUser('ada'), newUser('ADA'), newUser('eve')]);

      const [ada] = target.users();
      expect(answer.body['Operations']).toMatchObject([
        { method: 'POST', bulkId: 'ada', status: '201', location: `${target.url}/Users/${String(ada?.id)}` },
        { bulkId: 'ADA', status: '409', response: { scimType: 'uniqueness' } },
        { bulkId: 'eve', status: '201' },
      ]);
      expect(target.users()).toHaveLength(2);
    });
  });

  it('end after as many failures as are told', async () => {
    await withTarget(options, async (target) => {
      const answer = await bulk(target, [newUser('ada'), newUser('ADA'), newUser('eve')], {
        failOnErrors: 1,
      });

      expect(answer.body['Operations']).toHaveLength(2);
      expect(target.users()).toHaveLength(1);
    });
  });

  it('create what another operation names before it does', async () => {
    await withTarget(options, async (target) => {
      const group = { schemas: [groupUrn], displayName: 'Club', members: [{ value: 'bulkId:ada' }] };

      const answer = await bulk(target, [
        { method: 'POST', path: '/Groups', bulkId: 'g', data: group },
        newUser('ada'),
      ]);

      expect(answer.body['Operations']).toMatchObject([{ status: '201' }, { status: '201' }]);
      expect(target.groups()[0]?.['members']).toEqual([{ value: target.users()[0]?.id, type: 'User' }]);
    });
  });

  it('refuse a bulkId that nobody gives', async () => {
    await withTarget(options, async (target) => {
      const answer = await bulk(target, [{ method: 'DELETE', path: '/Users/bulkId:nobody' }]);

      expect(answer.body['Operations']).toMatchObject([{ status: '409' }]);
    });
  });
});
