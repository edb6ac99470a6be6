import type { RequestSwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { enterpriseUrn, groupUrn, userUrn, type TargetUnderTest } from './target.js';

const post = async (target: TargetUnderTest, attributes: object): Promise<string> =>
  outcome(await target.send('POST', '/Users', { schemas: [userUrn], userName: 'ada', ...attributes }));

const change = async (target: TargetUnderTest, ...operations: Record<string, unknown>[]): Promise<string> =>
  outcome(await target.patch(`/Users/${await target.user({ userName: 'ada' })}`, ...operations));

describeSwitches<RequestSwitches>('switches of requests', {
  booleans: {
    positions: [
      ['json', ['201', '400 invalidValue']],
      ['both', ['201', '201']],
      ['text', ['400 invalidValue', '201']],
    ],
    probe: async (target) => [
      await post(target, { active: true }),
      await post(target, { userName: 'eve', active: 'False' }),
    ],
  },
  operationNames: {
    positions: [
      ['lowerCase', ['200', '400 invalidSyntax']],
      ['anyCase', ['200', '200']],
      ['capitalized', ['400 invalidSyntax', '200']],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const send = (op: string) => target.patch(`/Users/${id}`, { op, path: 'title', value: op });
      return [outcome(await send('replace')), outcome(await send('Replace'))];
    },
  },
  pathlessOperations: {
    positions: [
      ['any', ['200', '200']],
      ['oneAttribute', ['200', '400 invalidPath']],
      ['refused', ['400 invalidPath', '400 invalidPath']],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const send = (value: object) => target.patch(`/Users/${id}`, { op: 'replace', value });
      return [outcome(await send({ title: 'x' })), outcome(await send({ title: 'y', nickName: 'y' }))];
    },
  },
  acceptsDottedKeys: {
    positions: [
      [false, '400 invalidSyntax'],
      [true, '200'],
    ],
    probe: (target) =>
      change(target, {
        op: 'replace',
        value: { 'name.givenName': 'Ada', [`${enterpriseUrn}:department`]: 'R&D' },
      }),
  },
  valuePathsCreateElements: {
    positions: [
      [false, '400 noTarget'],
      [true, '200'],
    ],
    probe: (target) =>
      change(target, { op: 'add', path: 'emails[type eq "work"].value', value: 'ada@x.example' }),
  },
  acceptsLooseReferences: {
    positions: [
      [false, ['400 invalidValue', '400 invalidValue', '200']],
      [true, ['200', '200', '200']],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const boss = await target.user({ userName: 'boss' });
      const send = async (value: unknown): Promise<string> =>
        outcome(await target.patch(`/Users/${id}`, { op: 'add', path: `${enterpriseUrn}:manager`, value }));
      return [await send(boss), await send([{ $ref: null, value: boss }]), await send({ value: boss })];
    },
  },
  unwrapsJsonText: {
    positions: [
      [false, [{ value: '{"id":"1","value":"admin","displayName":"Admin"}' }]],
      [true, [{ value: 'admin', display: 'Admin' }]],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const value = [{ value: JSON.stringify({ id: '1', value: 'admin', displayName: 'Admin' }) }];
      await target.patch(`/Users/${id}`, { op: 'add', path: 'roles', value });
      return target.users()[0]?.['roles'];
    },
  },
  ignoredSchemas: {
    positions: [
      [[], '400 invalidSyntax'],
      [['urn:other'], '201'],
    ],
    probe: async (target) =>
      outcome(await target.send('POST', '/Groups', { schemas: [groupUrn, 'urn:other'], displayName: 'x' })),
  },
  requiresListedExtensions: {
    positions: [
      [true, '400 invalidSyntax'],
      [false, '201'],
    ],
    probe: (target) => post(target, { [enterpriseUrn]: { department: 'R&D' } }),
  },
  undeclaredAttributes: {
    positions: [
      ['refused', ['400 invalidSyntax', '400 invalidPath']],
      ['dropped', ['201', '200']],
    ],
    probe: async (target) => [
      await post(target, { userName: 'eve', colour: 'red' }),
      await change(target, { op: 'add', path: 'colour', value: 'red' }),
    ],
  },
  refusesNulls: {
    positions: [
      [false, '201'],
      [true, '400 invalidValue'],
    ],
    probe: (target) => post(target, { phoneNumbers: null }),
  },
  enforcesCanonicalValues: {
    positions: [
      [true, '400 invalidValue'],
      [false, '201'],
    ],
    probe: (target) => post(target, { emails: [{ value: 'ada@x.example', type: 'private' }] }),
  },
  readOnlyInPatch: {
    positions: [
      ['refused', '400 mutability'],
      ['ignored', '200'],
    ],
    probe: (target) => change(target, { op: 'replace', value: { id: '1', title: 'x' } }),
  },
  removalWithoutMatch: {
    positions: [
      ['accepted', '200'],
      ['noTarget', '400 noTarget'],
    ],
    probe: (target) => change(target, { op: 'remove', path: 'emails[type eq "work"]' }),
  },
  requestMediaType: {
    positions: [
      [null, ['201', '201', '415']],
      ['application/scim+json', ['201', '415', '415']],
      ['application/json', ['415', '201', '415']],
    ],
    probe: async (target) => {
      const types = ['application/scim+json', 'application/json; charset=utf-8', 'text/plain'];
      const outcomes: string[] = [];
      for (const type of types) {
        const body = { schemas: [userUrn], userName: type };
        outcomes.push(outcome(await target.send('POST', '/Users', body, { 'content-type': type })));
      }
      return outcomes;
    },
  },
  requiresUserAgent: {
    positions: [
      [false, ['200', '200']],
      [true, ['403', '200']],
    ],
    probe: async (target) => [
      outcome(await target.get('/Users', { 'user-agent': '' })),
      outcome(await target.get('/Users', { 'user-agent': 'test' })),
    ],
  },
  acceptsPathsInAnyCase: {
    positions: [
      [false, '404'],
      [true, '200'],
    ],
    probe: async (target) => outcome(await target.get('/users')),
  },
  maxBodyBytes: {
    positions: [
      [1000, '413'],
      [10_000, '201'],
    ],
    probe: (target) => post(target, { title: 'x'.repeat(2000) }),
  },
});
