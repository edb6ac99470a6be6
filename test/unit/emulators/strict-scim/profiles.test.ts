import { describe, expect, it } from '@jest/globals';
import { modes } from '../../../../src/emulators/strict-scim/modes.js';
import { profiles, type ProfileName } from '../../../../src/emulators/strict-scim/profiles/index.js';
import { outcome } from './switch-cases.js';
import { enterpriseUrn, filterPath, groupUrn, userUrn, withTarget, type TargetUnderTest } from './target.js';

const email = { value: 'ada@x.example', type: 'work', primary: true };
/** Takes every profile's requirements. */
const ada = {
  schemas: [userUrn],
  userName: 'ada@x.example',
  externalId: 'e1',
  displayName: 'Ada',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [email],
  active: true,
};
const club = { schemas: [groupUrn], displayName: 'Club', externalId: 'g1' };

const created = async (target: TargetUnderTest, path: string, body: object): Promise<string> => {
  const answer = await target.send('POST', path, body);
  expect(outcome(answer)).toBe('201');
  return `${path}/${encodeURIComponent(String(answer.body['id']))}`;
};
const without = (name: string): object =>
  Object.fromEntries(Object.entries(ada).filter(([key]) => key !== name));

type Probe = (target: TargetUnderTest) => Promise<string>;

const postUser =
  (body: object): Probe =>
  async (target) =>
    outcome(await target.send('POST', '/Users', body));
const postGroup: Probe = async (target) => outcome(await target.send('POST', '/Groups', club));
const query =
  (filter: string, endpoint = 'Users'): Probe =>
  async (target) =>
    outcome(await target.get(filterPath(endpoint, filter)));
const deleteUser: Probe = async (target) => {
  const answer = await target.send('DELETE', await created(target, '/Users', ada));
  return `${outcome(answer)}, ${target.users().length} left`;
};
const readDisabled: Probe = async (target) => {
  const path = await created(target, '/Users', { ...ada, active: false });
  return outcome(await target.get(path));
};
const patchTitle: Probe = async (target) => {
  const path = await created(target, '/Users', ada);
  const answer = await target.patch(path, { op: 'replace', path: 'title', value: 'x' });
  return `${outcome(answer)}, ${JSON.stringify(target.users()[0]?.['title'] ?? null)}`;
};
const rename: Probe = async (target) => {
  const path = await created(target, '/Groups', club);
  return outcome(await target.patch(path, { op: 'replace', path: 'displayName', value: 'x' }));
};
const membersTold: Probe = async (target) => {
  await created(target, '/Users', ada);
  const path = await created(target, '/Groups', { ...club, members: [{ value: target.users()[0]?.id }] });
  return String('members' in (await target.get(path)).body);
};

describe.each<
  [profile: ProfileName, seen: readonly (readonly [what: string, expected: string, probe: Probe])[]]
>([
  [
    'generic',
    [
      ['deletes users', '204, 0 left', deleteUser],
      ['renames groups', '200', rename],
      ['tells members', 'true', membersTold],
    ],
  ],
  [
    'dynamic-signal',
    [
      ['has no groups', '404', postGroup],
      ['deletes nobody', '405, 1 left', deleteUser],
    ],
  ],
  [
    'dialpad',
    [
      ['keeps group names', '400 mutability', rename],
      [
        'has offices and licences',
        '201',
        postUser({
          ...ada,
          schemas: [userUrn, enterpriseUrn],
          [enterpriseUrn]: { officeName: 'Main', licenseType: 'Dialpad_Support' },
        }),
      ],
      [
        'gives a number of its own',
        'Dialpad',
        async (target) => {
          await created(target, '/Users', ada);
          return (target.users()[0]?.['phoneNumbers'] as { type: string }[])[0]?.type ?? 'none';
        },
      ],
    ],
  ],
  [
    'slack',
    [
      ['only deactivates', '204, 1 left', deleteUser],
      ['wants an e-mail', '400 invalidValue', postUser(without('emails'))],
      ['wants short user names', '400 invalidValue', postUser({ ...ada, userName: 'x'.repeat(21) })],
      ['filters by e-mail', '200', query('emails.value eq "x"')],
      ['filters by nothing else', '400 invalidFilter', query('externalId eq "x"')],
    ],
  ],
  [
    'github-emu',
    [
      [
        'wants a User-Agent',
        '403',
        async (target) => outcome(await target.get('/Users', { 'user-agent': '' })),
      ],
      ['wants an externalId', '400 invalidValue', postUser(without('externalId'))],
      ['filters by externalId', '200', query('externalId eq "x"')],
      ['filters by one attribute', '400 invalidFilter', query('userName eq "x" and externalId eq "x"')],
      ['knows the letter case of paths', '404', async (target) => outcome(await target.get('/users'))],
    ],
  ],
  [
    'aws',
    [
      ['tells no members', 'false', membersTold],
      ['wants a family name', '400 invalidValue', postUser({ ...ada, name: { givenName: 'Ada' } })],
      [
        'takes one e-mail',
        '400 invalidValue',
        postUser({ ...ada, emails: [email, { value: 'b', type: 'home' }] }),
      ],
      ['takes no <', '400 invalidValue', postUser({ ...ada, displayName: '<Ada>' })],
      ['compares by eq alone', '400 invalidFilter', query('userName sw "x"')],
      ['asks for managers', '200', query(`id eq "x" and ${enterpriseUrn}:manager eq "y"`)],
      ['asks for members', '200', query('id eq "x" and members eq "y"', 'Groups')],
    ],
  ],
  [
    'atlassian',
    [
      ['hides who is disabled', '404', readDisabled],
      ['only deactivates', '204, 1 left', deleteUser],
      ['keeps group names', '400 mutability', rename],
    ],
  ],
  [
    'zoom',
    [
      ['has no groups', '404', postGroup],
      ['changes active alone by PATCH', '400 invalidPath, null', patchTitle],
      ['wants a known user type', '400 invalidValue', postUser({ ...ada, userType: 'Other' })],
    ],
  ],
  [
    'gitlab',
    [
      ['has no groups', '404', postGroup],
      ['changes nothing but active', '204, null', patchTitle],
      ['filters by externalId', '200', query('externalId eq "x"')],
      ['does not filter by userName', '400 invalidFilter', query('userName eq "x"')],
    ],
  ],
])('profile %s', (profile, seen) => {
  it.each(seen)('%s', async (_what, expected, probe) => {
    await withTarget({ profile }, async (target) => {
      expect(await probe(target)).toBe(expected);
    });
  });
});

it('every profile names switches that there are', () => {
  const known = new Set(Object.keys(modes.strict));
  const unknown = Object.values(profiles).flatMap((profile) =>
    Object.keys(profile).filter((name) => !known.has(name)),
  );

  expect(unknown).toEqual([]);
});

it.each(Object.keys(profiles) as ProfileName[])('%s says in its documents what it does', async (profile) => {
  await withTarget({ profile }, async (target) => {
    const agent = { 'user-agent': 'test' };
    const config = (await target.get('/ServiceProviderConfig', agent)).body;
    const { switches } = target;

    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      sort: { supported: switches.sorting },
      etag: { supported: switches.etags },
      pagination: {
        index: switches.indexPaging,
        cursor: switches.cursorPaging,
        maxPageSize: switches.maxPageSize,
      },
    });
    expect((await target.get('/ResourceTypes', agent)).body['totalResults']).toBe(switches.hasGroups ? 2 : 1);
  });
});
