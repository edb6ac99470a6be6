import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcome } from './switch-cases.js';
import { aTarget, enterpriseUrn, filterPath, type TargetUnderTest } from './target.js';

describe('filters in strict mode', () => {
  let target: TargetUnderTest;
  let ada: string;
  let eve: string;
  beforeAll(async () => {
    target = await aTarget();
    ada = await target.user({
      userName: 'Ada',
      externalId: 'E1',
      active: true,
      title: 'says "hi" \\ bye',
      name: { familyName: 'Lovelace' },
      emails: [
        { value: 'ada@work.example', type: 'work', primary: true },
        { value: 'ada@home.example', type: 'home' },
      ],
    });
    eve = await target.user({
      userName: 'eve',
      active: false,
      emails: [{ value: 'ada@work.example', type: 'home' }],
      [enterpriseUrn]: { department: 'R&D', manager: { value: ada } },
    });
    await target.group({ displayName: 'Club', members: [{ value: ada }] });
  });
  afterAll(() => target.stop());

  it.each([
    ['userName eq "ada"', ['Ada']],
    ['USERNAME EQ "ADA"', ['Ada']],
    ['externalId eq "E1"', ['Ada']],
    ['externalId eq "e1"', []],
    ['userName ne "ada"', ['eve']],
    ['userName co "d"', ['Ada']],
    ['userName sw "A"', ['Ada']],
    ['userName ew "VE"', ['eve']],
    ['userName gt "b"', ['eve']],
    ['userName ge "eve"', ['eve']],
    ['userName lt "b"', ['Ada']],
    ['userName le "ada"', ['Ada']],
    ['active eq true', ['Ada']],
    ['active eq false', ['eve']],
    ['title pr', ['Ada']],
    ['not (title pr)', ['eve']],
    ['title eq null', ['eve']],
    ['title ne null', ['Ada']],
    ['title eq "says \\"hi\\" \\\\ bye"', ['Ada']],
    ['name.familyName eq "lovelace"', ['Ada']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "eve"', ['eve']],
    [`${enterpriseUrn}:department eq "r&d"`, ['eve']],
    ['emails.value eq "ada@home.example"', ['Ada']],
    ['emails eq "ada@home.example"', ['Ada']],
    ['emails[type eq "work"]', ['Ada']],
    ['emails[type eq "work" and value co "@work"]', ['Ada']],
    ['emails[type eq "work"].value eq "ada@work.example"', ['Ada']],
    ['emails[type eq "work"].value eq "ada@home.example"', []],
    ['emails[not (primary eq true)].value eq "ada@work.example"', ['eve']],
    ['userName eq "ada" or userName eq "eve" and active eq true', ['Ada']],
    ['(userName eq "ada" or userName eq "eve") and active eq false', ['eve']],
    ['not (userName eq "ada") and not (userName eq "bob")', ['eve']],
    ['meta.created gt "2020-01-01T00:00:00Z"', ['Ada', 'eve']],
    ['meta.resourceType eq "User"', ['Ada', 'eve']],
    ['groups.display eq "club"', ['Ada']],
    ['groups pr', ['Ada']],
  ])('%s', async (filter, names) => {
    const { body } = await target.get(filterPath('Users', filter));

    expect((body['Resources'] as { userName: string }[]).map(({ userName }) => userName)).toEqual(names);
  });

  it('ask for references as Entra does', async () => {
    const manager = `id eq "${eve}" and ${enterpriseUrn}:manager eq "${ada}"`;
    const member = `members eq "${ada}"`;

    expect((await target.get(filterPath('Users', manager))).body['totalResults']).toBe(1);
    expect((await target.get(filterPath('Groups', member))).body['totalResults']).toBe(1);
  });

  it.each([
    '',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq x',
    "userName eq 'x'",
    'userName eq "x',
    'userName eq "x" and',
    'userName eq "x" userName eq "y"',
    '(userName eq "x"',
    'not userName eq "x"',
    'emails[type eq "work"',
    'emails[colour eq "x"]',
    'title[value eq "x"]',
    'colour eq "red"',
    'name eq "x"',
    'active eq "True"',
    'active gt true',
    'userName eq 1',
    'title gt null',
    `${'('.repeat(40)}title pr${')'.repeat(40)}`,
  ])('refuse %j', async (filter) => {
    expect(outcome(await target.get(filterPath('Users', filter)))).toBe('400 invalidFilter');
  });

  it('at the root find resources of every type', async () => {
    const answer = await target.get(
      `/?filter=${encodeURIComponent('userName eq "eve" or displayName eq "Club"')}`,
    );

    expect(answer.body).toMatchObject({
      totalResults: 2,
      Resources: [{ userName: 'eve' }, { displayName: 'Club' }],
    });
  });

  it('are taken from the body of a search', async () => {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
    const search = {
      schemas,
      filter: 'userName pr',
      attributes: ['userName'],
      sortBy: 'userName',
      startIndex: 2,
      count: 1,
    };

    const { body } = await target.send('POST', '/Users/.search', search);

    expect(body).toMatchObject({ totalResults: 2, itemsPerPage: 1, startIndex: 2 });
    expect(body['Resources']).toEqual([{ schemas: expect.any(Array), id: eve, userName: 'eve' }]);
  });
});
