import type { ValueSwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { enterpriseUrn, groupUrn, userUrn, type TargetUnderTest } from './target.js';

const post = async (target: TargetUnderTest, attributes: Record<string, unknown>): Promise<string> => {
  const extensions = Object.keys(attributes).filter((key) => key.startsWith('urn:'));
  const body = { schemas: [userUrn, ...extensions], userName: 'ada', ...attributes };
  return outcome(await target.send('POST', '/Users', body));
};
const postGroup = async (target: TargetUnderTest, attributes: object): Promise<string> =>
  outcome(await target.send('POST', '/Groups', { schemas: [groupUrn], ...attributes }));

const work = { value: 'ada@x.example', type: 'work' };

describeSwitches<ValueSwitches>('switches of values', {
  uniqueGroupNames: {
    positions: [
      [false, '201'],
      [true, '409 uniqueness'],
    ],
    probe: async (target) => {
      await target.group({ displayName: 'Club' });
      return postGroup(target, { displayName: 'club' });
    },
  },
  uniqueEmails: {
    positions: [
      [false, '201'],
      [true, '409 uniqueness'],
    ],
    probe: async (target) => {
      await target.user({ userName: 'eve', emails: [work] });
      return post(target, { emails: [{ value: 'ADA@x.example', type: 'home' }] });
    },
  },
  numbersTakenUserNames: {
    positions: [
      [false, ['409 uniqueness', ['ada']]],
      [true, ['201', ['ada', 'ada1']]],
    ],
    probe: async (target) => {
      await target.user({ userName: 'ada' });
      return [await post(target, {}), target.users().map(({ userName }) => userName)];
    },
  },
  singleValuedAttributes: {
    positions: [
      [[], '201'],
      [['emails'], '400 invalidValue'],
    ],
    probe: (target) => post(target, { emails: [work, { value: 'home@x.example', type: 'home' }] }),
  },
  requiredUserAttributes: {
    positions: [
      [[], ['201', '201']],
      [
        ['name.givenName', 'emails'],
        ['400 invalidValue', '201'],
      ],
    ],
    probe: async (target) => [
      await post(target, { emails: [work] }),
      await post(target, { userName: 'eve', name: { givenName: 'Eve' }, emails: [work] }),
    ],
  },
  requiredGroupAttributes: {
    positions: [
      [[], '201'],
      [['externalId'], '400 invalidValue'],
    ],
    probe: (target) => postGroup(target, { displayName: 'Club' }),
  },
  valueLimits: {
    positions: [
      [[], '201'],
      [[{ resourceType: 'User', path: 'userName', maxLength: 2 }], '400 invalidValue'],
      [[{ resourceType: 'User', path: 'emails', forbidden: ['@'] }], '400 invalidValue'],
      [[{ resourceType: 'User', path: 'userType', oneOf: ['Basic'] }], '400 invalidValue'],
      [[{ resourceType: 'Group', path: 'displayName', maxLength: 2 }], '201'],
    ],
    probe: (target) => post(target, { displayName: 'Ada', userType: 'Licensed', emails: [work] }),
  },
  missingAttributes: {
    positions: [
      [[], ['201', '201']],
      [
        ['photos', `${enterpriseUrn}:division`],
        ['400 invalidSyntax', '400 invalidSyntax'],
      ],
    ],
    probe: async (target) => [
      await post(target, { photos: [{ value: 'https://x.example/p' }] }),
      await post(target, { userName: 'eve', [enterpriseUrn]: { division: 'x' } }),
    ],
  },
  additionalAttributes: {
    positions: [
      [[], ['400 invalidSyntax', '400 invalidSyntax']],
      [
        [`${enterpriseUrn}:officeName`, 'urn:example:2.0:User:badge'],
        ['201', '201'],
      ],
    ],
    probe: async (target) => [
      await post(target, { [enterpriseUrn]: { officeName: 'Main' } }),
      await post(target, { userName: 'eve', 'urn:example:2.0:User': { badge: '1' } }),
    ],
  },
  storedUserNames: {
    positions: [
      ['asSent', 'Ada'],
      ['lowerCase', 'ada'],
    ],
    probe: async (target) => {
      await target.user({ userName: 'Ada' });
      return target.users()[0]?.['userName'];
    },
  },
  storedPhoneNumbers: {
    positions: [
      ['asSent', [{ value: '+1 (555) 010', type: 'work' }]],
      ['digits', [{ value: '+1555010', type: 'work' }]],
    ],
    probe: async (target) => {
      await target.user({ userName: 'ada', phoneNumbers: [{ value: '+1 (555) 010', type: 'work' }] });
      return target.users()[0]?.['phoneNumbers'];
    },
  },
  assignedPhoneType: {
    positions: [
      [null, undefined],
      ['Dialpad', [['Dialpad', true]]],
    ],
    probe: async (target) => {
      await target.user({ userName: 'ada' });
      const numbers = target.users()[0]?.['phoneNumbers'] as { type: string; value: string }[] | undefined;
      return numbers?.map(({ type, value }) => [type, /^\+1555\d{7}$/.test(value)]);
    },
  },
});
