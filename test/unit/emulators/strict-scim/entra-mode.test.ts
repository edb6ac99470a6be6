import { describe, expect, it } from '@jest/globals';
import { modes } from '../../../../src/emulators/strict-scim/modes.js';
import { outcome } from './switch-cases.js';
import { aTarget, enterpriseUrn, filterPath, userUrn, withTarget, type TargetUnderTest } from './target.js';

const groupUrns = [
  'urn:ietf:params:scim:schemas:core:2.0:Group',
  'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
];

const userAfter = async (...operations: Record<string, unknown>[]): Promise<unknown> => {
  const target = await aTarget({ mode: 'entra' });
  const id = await target.user({ userName: 'ada', active: true });
  const answer = await target.patch(`/Users/${id}`, ...operations);
  const [user] = target.users();
  await target.stop();
  return answer.status === 204 ? user : answer;
};

describe('Entra mode', () => {
  it.each<[name: string, operation: Record<string, unknown>, after: Record<string, unknown>]>([
    ['disabling with text', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['disabling with a Boolean', { op: 'replace', path: 'active', value: false }, { active: false }],
    [
      'dotted keys',
      {
        op: 'replace',
        value: { 'name.givenName': 'Ada', title: 'x', [`${enterpriseUrn}:department`]: 'R&D' },
      },
      { title: 'x', name: { givenName: 'Ada' }, [enterpriseUrn]: { department: 'R&D' } },
    ],
    [
      'a typed value that there was not',
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@x.example' },
      { emails: [{ type: 'work', value: 'a@x.example' }] },
    ],
    [
      'a manager as a plain id',
      { op: 'Add', path: `${enterpriseUrn}:manager`, value: 'm1' },
      { [enterpriseUrn]: { manager: { value: 'm1' } } },
    ],
    [
      'a manager as an array',
      { op: 'Add', path: `${enterpriseUrn}:manager`, value: [{ $ref: null, value: 'm1' }] },
      { [enterpriseUrn]: { manager: { value: 'm1' } } },
    ],
    [
      'the one primary role',
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'admin' },
      { roles: [{ primary: true, value: 'admin' }] },
    ],
    [
      'roles as JSON text',
      { op: 'Add', path: 'roles', value: [{ value: '{"id":"1","value":"admin","displayName":"Admin"}' }] },
      { roles: [{ value: 'admin', display: 'Admin' }] },
    ],
  ])('takes %s', async (_name, operation, after) => {
    expect(await userAfter(operation)).toMatchObject(after);
  });

  it('takes a user as Entra posts it', async () => {
    await withTarget({ mode: 'entra' }, async (target) => {
      const answer = await target.send('POST', '/Users', {
        schemas: [userUrn, enterpriseUrn],
        externalId: 'ada',
        userName: 'ada@x.example',
        active: true,
        addresses: null,
        meta: { resourceType: 'User' },
        roles: [],
        emails: [{ primary: true, type: 'work', value: 'ada@x.example' }],
        [enterpriseUrn]: { employeeNumber: '7' },
      });

      expect(answer.status).toBe(201);
    });
  });

  it('takes a group as Entra posts it, once', async () => {
    await withTarget({ mode: 'entra' }, async (target) => {
      const group = {
        schemas: groupUrns,
        externalId: 'g',
        displayName: 'Club',
        meta: { resourceType: 'Group' },
      };

      expect(outcome(await target.send('POST', '/Groups', group))).toBe('201');
      expect(outcome(await target.send('POST', '/Groups', group))).toBe('409 uniqueness');
      expect((await target.get(filterPath('Groups', 'externalId eq g'))).body['totalResults']).toBe(1);
    });
  });

  it.each([
    ['selects in Entra mode', false, 1],
    ['empties the group where the RFC is taken literally', true, 0],
  ])('legacy member removal %s', async (_name, rfcLiteralRemoval, left) => {
    await withTarget({ mode: 'entra', switches: { rfcLiteralRemoval } }, async (target) => {
      const [ada, eve] = [await target.user({ userName: 'ada' }), await target.user({ userName: 'eve' })];
      const path = `/Groups/${await groupOf(target, ada, eve)}`;

      await target.patch(path, { op: 'Remove', path: 'members', value: [{ $ref: null, value: ada }] });

      expect(target.groups()[0]?.['members'] ?? []).toHaveLength(left);
    });
  });

  it('differs from strict mode only where Entra does', () => {
    const differing = Object.keys(modes.strict).filter(
      (name) => Reflect.get(modes.strict, name) !== Reflect.get(modes.entra, name),
    );

    expect(differing).toContain('booleans');
    expect(differing).not.toContain('unknownMembers');
  });
});

const groupOf = (target: TargetUnderTest, ...ids: readonly string[]): Promise<string> =>
  target.group({ displayName: 'Club', members: ids.map((value) => ({ value })) });
