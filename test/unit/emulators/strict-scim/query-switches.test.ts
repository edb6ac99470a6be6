import type { QuerySwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { filterPath, type TargetUnderTest } from './target.js';

/** How a filter is answered: an error, or how many it finds. */
const found = async (target: TargetUnderTest, endpoint: string, filter: string): Promise<unknown> => {
  const answer = await target.get(filterPath(endpoint, filter));
  return answer.body['totalResults'] ?? outcome(answer);
};

const seed = (target: TargetUnderTest): void => {
  target.seed({
    users: [{ userName: 'Ada', title: 'x', externalId: 'e1' }, { userName: 'eve' }],
    groups: [{ displayName: 'x', externalId: 'g1' }, { displayName: 'y' }],
  });
};

describeSwitches<QuerySwitches>('switches of queries', {
  filterableUsers: {
    positions: [
      [null, [1, 1]],
      [['userName'], [1, '400 invalidFilter']],
    ],
    probe: async (target) => {
      seed(target);
      return [
        await found(target, 'Users', 'username eq "ada"'),
        await found(target, 'Users', 'title eq "x"'),
      ];
    },
  },
  filterableGroups: {
    positions: [
      [null, [1, 1]],
      [['externalId'], ['400 invalidFilter', 1]],
    ],
    probe: async (target) => {
      seed(target);
      return [
        await found(target, 'Groups', 'displayName eq "x"'),
        await found(target, 'Groups', 'externalId eq "g1"'),
      ];
    },
  },
  filterOperators: {
    positions: [
      [null, [1, 1, 2]],
      [
        ['eq', 'and'],
        [1, 1, '400 invalidFilter'],
      ],
      [['eq'], [1, '400 invalidFilter', '400 invalidFilter']],
    ],
    probe: async (target) => {
      seed(target);
      return [
        await found(target, 'Users', 'userName eq "ada"'),
        await found(target, 'Users', 'userName eq "ada" and title eq "x"'),
        await found(target, 'Users', 'userName pr'),
      ];
    },
  },
  unsupportedFilter: {
    also: { filterableUsers: ['userName'] },
    positions: [
      ['refused', '400 invalidFilter'],
      ['emptyList', 0],
      ['everything', 2],
    ],
    probe: async (target) => {
      seed(target);
      return found(target, 'Users', 'title eq "x"');
    },
  },
  acceptsUnquotedFilterValues: {
    positions: [
      [false, '400 invalidFilter'],
      [true, 1],
    ],
    probe: async (target) => {
      seed(target);
      return found(target, 'Users', 'externalId eq e1');
    },
  },
  filtersUserNameExactly: {
    positions: [
      [false, [1, 1]],
      [true, [1, 0]],
    ],
    probe: async (target) => {
      seed(target);
      return [
        await found(target, 'Users', 'userName eq "Ada"'),
        await found(target, 'Users', 'userName eq "ada"'),
      ];
    },
  },
  blindFilters: {
    positions: [
      [[], [1, 1, '409 uniqueness']],
      [['externalId'], [0, 1, '409 uniqueness']],
    ],
    probe: async (target) => {
      seed(target);
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
      return [
        await found(target, 'Users', 'externalId eq "e1"'),
        await found(target, 'Users', 'userName eq "ada"'),
        outcome(await target.send('POST', '/Users', { schemas, userName: 'ada' })),
      ];
    },
  },
});
