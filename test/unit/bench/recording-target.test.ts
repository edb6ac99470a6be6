import { describe, expect, it } from '@jest/globals';
import { OPEN, type Behaviour } from '../../../bench/target/behaviour.js';
import { RateLimit } from '../../../bench/target/rate-limit.js';
import { Tenant } from '../../../bench/target/tenant.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const BULK = { maxOperations: 3, maxPayloadSize: 1_000 };

describe("the bench's recording target", () => {
  it('lets through no more requests than allowed in any second', () => {
    const limit = new RateLimit(3);
    const arrivals = [0, 400, 800, 900, 999, 1_000, 1_100, 1_400, 1_799, 1_800];

    const letThrough = arrivals.filter((now) => limit.waitMs(now) === 0);

    expect(letThrough).toEqual([0, 400, 800, 1_000, 1_400, 1_800]);
  });

  it('answers a request beyond its limit with 429 and when to come again', () => {
    const tenant = aTenant({ requestsPerSecond: 1 });

    const answers = [tenant.admit('GET', '/Users'), tenant.admit('GET', '/Users')];

    expect(answers).toMatchObject([null, { status: 429, headers: { 'retry-after': '1' } }]);
    expect(tenant.tally.take()).toMatchObject({ total: 2, throttled: 1, byKind: { 'GET list': 2 } });
  });

  it('puts created ids where a Bulk request names their bulkId, whatever the order', () => {
    const tenant = aTenant({ bulk: BULK });
    const report = { ...aUser('report'), [ENTERPRISE]: { manager: { value: 'bulkId:boss' } } };

    const answer = bulk(tenant, [post('report', report), post('boss', aUser('boss'))]);

    expect(answer).toMatchObject({
      status: 200,
      json: {
        Operations: [
          { method: 'POST', bulkId: 'boss', status: '201', location: '/scim/Users/1' },
          { method: 'POST', bulkId: 'report', status: '201', location: '/scim/Users/2' },
        ],
      },
    });
    expect(tenant.accounts.withId('2')).toMatchObject({ [ENTERPRISE]: { manager: { value: '1' } } });
    expect(tenant.tally.take().creations).toBe(2);
  });

  it('says of each operation of a Bulk request what became of it', () => {
    const tenant = aTenant({ bulk: BULK });
    tenant.accounts.create(aUser('taken'));

    const answer = bulk(tenant, [
      post('taken', aUser('taken')),
      post('lost', { ...aUser('lost'), manager: 'bulkId:nobody' }),
      post('fine', aUser('fine')),
    ]);

    expect(statuses(answer)).toEqual({ fine: '201', lost: '409', taken: '409' });
  });

  it('stops a Bulk request after as many errors as it may have', () => {
    const tenant = aTenant({ bulk: BULK });
    tenant.accounts.create(aUser('taken'));

    const answer = bulk(tenant, [post('taken', aUser('taken')), post('later', aUser('later'))], {
      failOnErrors: 1,
    });

    expect(statuses(answer)).toEqual({ taken: '409' });
    expect(tenant.accounts.size).toBe(1);
  });

  it.each([
    ['more operations than offered', ['a', 'b', 'c', 'd'].map((name) => post(name, aUser(name))), BULK, 413],
    ['a larger payload than offered', [post('a', aUser('a'.repeat(1_000)))], BULK, 413],
    ['no Bulk request', [{ method: 'POST', path: '/Users' }], BULK, 400],
    ['Bulk that is not offered', [post('a', aUser('a'))], null, 404],
  ])('refuses %s', (_, operations, offer, status) => {
    const tenant = aTenant({ bulk: offer });

    const answer = bulk(tenant, operations);

    expect(answer.status).toBe(status);
    expect(tenant.accounts.size).toBe(0);
  });
});

function aTenant(behaviour: Partial<Behaviour>): Tenant {
  const tenant = new Tenant();
  tenant.reset({ ...OPEN, ...behaviour });
  return tenant;
}

function aUser(userName: string): Record<string, unknown> {
  return { schemas: [USER], userName };
}

function post(bulkId: string, data: unknown): object {
  return { method: 'POST', path: '/Users', bulkId, data };
}

function bulk(tenant: Tenant, operations: readonly object[], options: object = {}) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const body = JSON.stringify({ schemas, ...options, Operations: operations });
  return tenant.answer({ method: 'POST', path: '/Bulk', query: new URLSearchParams(), body });
}

function statuses({ json }: { readonly json: unknown }): Record<string, string> {
  const { Operations } = json as { Operations: readonly { bulkId: string; status: string }[] };
  return Object.fromEntries(Operations.map(({ bulkId, status }) => [bulkId, status]));
}
