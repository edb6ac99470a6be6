import { until } from '../../../support/until.js';
import type { CapabilitySwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { groupUrn, userUrn, type TargetUnderTest } from './target.js';

const seedThree = (target: TargetUnderTest): void => {
  target.seed({ users: [{ userName: 'b' }, { userName: 'c' }, { userName: 'a' }] });
};
const namesOn = async (target: TargetUnderTest, path: string): Promise<unknown> => {
  const { body } = await target.get(path);
  return (body['Resources'] as { userName?: string }[] | undefined)?.map(({ userName }) => userName);
};

describeSwitches<CapabilitySwitches>('switches of capabilities', {
  hasGroups: {
    positions: [
      [true, ['200', 2]],
      [false, ['404', 1]],
    ],
    probe: async (target) => [
      outcome(await target.get('/Groups')),
      (await target.get('/ResourceTypes')).body['totalResults'],
    ],
  },
  userDeletion: {
    positions: [
      ['final', ['204', undefined]],
      ['disables', ['204', false]],
      ['refused', ['405', true]],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada', active: true });
      return [outcome(await target.send('DELETE', `/Users/${id}`)), target.users()[0]?.['active']];
    },
  },
  userPatch: {
    positions: [
      ['all', ['200', '200']],
      ['activeOnly', ['200', '400 invalidPath']],
      ['refused', ['405', '405']],
    ],
    probe: async (target) => {
      const path = `/Users/${await target.user({ userName: 'ada' })}`;
      return [
        outcome(await target.patch(path, { op: 'replace', path: 'active', value: false })),
        outcome(await target.patch(path, { op: 'replace', path: 'title', value: 'x' })),
      ];
    },
  },
  groupPatch: {
    positions: [
      ['all', '200'],
      ['refused', '405'],
    ],
    probe: async (target) => {
      const path = `/Groups/${await target.group({ displayName: 'x' })}`;
      return outcome(await target.patch(path, { op: 'replace', path: 'displayName', value: 'y' }));
    },
  },
  userPut: {
    positions: [
      [true, '200'],
      [false, '405'],
    ],
    probe: async (target) => {
      const path = `/Users/${await target.user({ userName: 'ada' })}`;
      return outcome(await target.send('PUT', path, { schemas: [userUrn], userName: 'eve' }));
    },
  },
  groupPut: {
    positions: [
      [true, '200'],
      [false, '405'],
    ],
    probe: async (target) => {
      const path = `/Groups/${await target.group({ displayName: 'x' })}`;
      return outcome(await target.send('PUT', path, { schemas: [groupUrn], displayName: 'y' }));
    },
  },
  groupRename: {
    positions: [
      ['applied', ['200', 'y']],
      ['refused', ['400 mutability', 'x']],
      ['ignored', ['200', 'x']],
    ],
    probe: async (target) => {
      const path = `/Groups/${await target.group({ displayName: 'x' })}`;
      const answer = await target.patch(path, { op: 'replace', path: 'displayName', value: 'y' });
      return [outcome(answer), target.groups()[0]?.['displayName']];
    },
  },
  userChanges: {
    positions: [
      ['applied', [false, 'x']],
      ['ignored', [false, undefined]],
    ],
    probe: async (target) => {
      const path = `/Users/${await target.user({ userName: 'ada' })}`;
      await target.patch(path, { op: 'replace', value: { title: 'x', active: false } });
      return [target.users()[0]?.['active'], target.users()[0]?.['title']];
    },
  },
  missingMethodStatus: {
    also: { userPut: false },
    positions: [
      [405, '405'],
      [501, '501'],
    ],
    probe: async (target) => outcome(await target.send('PUT', '/Users/1', {})),
  },
  etags: {
    positions: [
      [true, [true, '412', '304']],
      [false, [false, '200', '200']],
    ],
    probe: async (target) => {
      const path = `/Users/${await target.user({ userName: 'ada' })}`;
      const { headers } = await target.get(path);
      const tag = headers.get('etag');
      const body = { schemas: [userUrn], userName: 'eve' };
      const stale = await target.send('PUT', path, body, { 'if-match': 'W/"0"' });
      return [tag !== null, outcome(stale), outcome(await target.get(path, { 'if-none-match': tag ?? '*' }))];
    },
  },
  sorting: {
    positions: [
      [true, ['c', 'b', 'a']],
      [false, ['b', 'c', 'a']],
    ],
    probe: async (target) => {
      seedThree(target);
      return namesOn(target, '/Users?sortBy=userName&sortOrder=descending');
    },
  },
  bulk: {
    positions: [
      [null, '501'],
      [{ maxOperations: 1, maxPayloadBytes: 1000 }, '200'],
      [{ maxOperations: 0, maxPayloadBytes: 1000 }, '413'],
      [{ maxOperations: 1, maxPayloadBytes: 10 }, '413'],
    ],
    probe: async (target) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
      const Operations = [{ method: 'DELETE', path: '/Users/unknown' }];
      return outcome(await target.send('POST', '/Bulk', { schemas, Operations }));
    },
  },
  search: {
    positions: [
      [true, '200'],
      [false, '405'],
    ],
    probe: async (target) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
      return outcome(await target.send('POST', '/Users/.search', { schemas, filter: 'userName eq "a"' }));
    },
  },
  selection: {
    positions: [
      [true, undefined],
      [false, 'x'],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada', title: 'x' });
      return (await target.get(`/Users/${id}?excludedAttributes=title`)).body['title'];
    },
  },
  indexPaging: {
    positions: [
      [true, ['c']],
      [false, ['b', 'c', 'a']],
    ],
    probe: async (target) => {
      seedThree(target);
      return namesOn(target, '/Users?startIndex=2&count=1');
    },
  },
  cursorPaging: {
    positions: [
      [true, 'string'],
      [false, 'undefined'],
    ],
    probe: async (target) => {
      seedThree(target);
      return typeof (await target.get('/Users?cursor&count=2')).body['nextCursor'];
    },
  },
  volunteersCursors: {
    positions: [
      [false, 'undefined'],
      [true, 'string'],
    ],
    probe: async (target) => {
      seedThree(target);
      return typeof (await target.get('/Users?count=2')).body['nextCursor'];
    },
  },
  cursorLifetimeMs: {
    positions: [
      [1, '400 expiredCursor'],
      [600_000, '200'],
    ],
    probe: async (target) => {
      seedThree(target);
      const cursor = String((await target.get('/Users?cursor&count=2')).body['nextCursor']);
      const next = Date.now() + 2;
      await until(() => Date.now() >= next, { everyMs: 1 });
      return outcome(await target.get(`/Users?cursor=${cursor}&count=2`));
    },
  },
  defaultPageSize: {
    positions: [
      [2, 2],
      [100, 3],
    ],
    probe: async (target) => {
      seedThree(target);
      return (await target.get('/Users')).body['itemsPerPage'];
    },
  },
  maxPageSize: {
    positions: [
      [2, 2],
      [100, 3],
    ],
    probe: async (target) => {
      seedThree(target);
      return (await target.get('/Users?count=50')).body['itemsPerPage'];
    },
  },
  rate: {
    positions: [
      [null, ['200', '200', null]],
      [{ perSecond: 0.1, burst: 1, tellsRetryAfter: true }, ['200', '429', '10']],
      [{ perSecond: 0.1, burst: 1, tellsRetryAfter: false }, ['200', '429', null]],
    ],
    probe: async (target) => {
      const first = await target.get('/Users');
      const second = await target.get('/Users');
      return [outcome(first), outcome(second), second.headers.get('retry-after')];
    },
  },
});
