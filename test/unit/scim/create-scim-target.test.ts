import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startScimTarget, type RunningScimTarget } from '../../../src/emulators/scim/index.js';
import {
  createScimTarget,
  type ListPosition,
  type ObjectRejected,
  OutcomeUnknown,
  type ScimTarget,
} from '../../../src/scim/index.js';

const TOKEN = 'the-token';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const ANN = {
  userName: 'Ann.Lee@contoso.example',
  active: true,
  displayName: 'Ann Lee',
  'name.givenName': 'Ann',
  'emails[type eq "work"].value': 'ann.lee@contoso.example',
  [`${ENTERPRISE}:department`]: 'Sales',
};

describe('the SCIM client, against scimmy', () => {
  let server: RunningScimTarget;
  let target: ScimTarget;

  beforeEach(async () => {
    server = await startScimTarget({ token: TOKEN });
    target = clientOf(server);
  });

  afterEach(async () => {
    target.close();
    await server.stop();
  });

  it('finds the target well when it is', async () => {
    await expect(target.probe('User', 'userName')).resolves.toBeUndefined();
    await expect(target.probe('User', 'emails[type eq "work"].value')).resolves.toBeUndefined();
  });

  it('creates a user with everything that is mapped', async () => {
    const { id } = await target.create('User', ANN);

    expect(server.users()).toMatchObject([
      {
        id,
        userName: 'Ann.Lee@contoso.example',
        active: true,
        name: { givenName: 'Ann' },
        emails: [{ type: 'work', value: 'ann.lee@contoso.example', primary: true }],
        [ENTERPRISE]: { department: 'Sales' },
      },
    ]);
  });

  it('says that the user exists when it does', async () => {
    await target.create('User', ANN);

    const again = target.create('User', ANN);

    await expect(again).rejects.toMatchObject({
      errorCode: 'EntryConflict',
      status: 409,
      scimType: 'uniqueness',
    });
  });

  it.each(['userName', 'displayName', 'emails[type eq "work"].value', `${ENTERPRISE}:department`] as const)(
    'finds a user by %s',
    async (path) => {
      const { id } = await target.create('User', ANN);
      await target.create('User', { userName: 'bob@contoso.example' });

      const found = await target.find('User', path, ANN[path]);

      expect(found.map((user) => user.id)).toEqual([id]);
    },
  );

  it('finds a user whose value needs quoting', async () => {
    const userName = 'søn & co/100% + [x] #1?';
    const { id } = await target.create('User', { userName });

    expect(await target.find('User', 'userName', userName)).toMatchObject([{ id }]);
  });

  it('asks for the lower-case value too, because some servers compare letter by letter', async () => {
    const { id } = await target.create('User', { userName: 'ann@contoso.example' });

    expect(await target.find('User', 'userName', 'Ann@contoso.example')).toMatchObject([{ id }]);
    expect(await target.find('User', 'externalId', 'Ann')).toEqual([]);
    expect(server.requests().filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  it('reads a user by id, and null when there is none', async () => {
    const { id } = await target.create('User', ANN);

    expect(await target.get('User', id)).toMatchObject({ id, displayName: 'Ann Lee' });
    expect(await target.get('User', 'no-such-id')).toBeNull();
  });

  it('lists everyone once, page by page', async () => {
    for (let number = 0; number < 25; number += 1)
      await target.create('User', { userName: `user-${number}` });

    const names: unknown[] = [];
    const positions: (ListPosition | null)[] = [];
    let position: ListPosition | null = null;
    do {
      positions.push(position);
      const page = await target.list('User', position);
      names.push(...page.resources.map(({ userName }) => userName));
      position = page.next;
    } while (position !== null);

    expect(names).toEqual(Array.from({ length: 25 }, (_, number) => `user-${number}`));
    expect(positions).toEqual([null, { type: 'index', startIndex: 11 }, { type: 'index', startIndex: 21 }]);
  });

  it('changes, adds and removes what the changes say', async () => {
    const { id } = await target.create('User', ANN);

    await target.update('User', id, [
      { path: 'displayName', oldValue: 'Ann Lee', newValue: 'Ann Lopez' },
      { path: 'name.familyName', oldValue: null, newValue: 'Lopez' },
      { path: 'title', oldValue: null, newValue: 'Engineer' },
      {
        path: 'emails[type eq "work"].value',
        oldValue: 'ann.lee@contoso.example',
        newValue: 'ann.lopez@contoso.example',
      },
      { path: 'phoneNumbers[type eq "mobile"].value', oldValue: null, newValue: '+44 1' },
      { path: 'addresses[type eq "work"].streetAddress', oldValue: null, newValue: '1 High St' },
      { path: 'addresses[type eq "work"].locality', oldValue: null, newValue: 'Leeds' },
      { path: `${ENTERPRISE}:department`, oldValue: 'Sales', newValue: null },
      { path: `${ENTERPRISE}:employeeNumber`, oldValue: null, newValue: '7' },
    ]);

    const [user] = server.users();
    expect(user).toMatchObject({
      displayName: 'Ann Lopez',
      name: { givenName: 'Ann', familyName: 'Lopez' },
      title: 'Engineer',
      emails: [{ type: 'work', value: 'ann.lopez@contoso.example', primary: true }],
      phoneNumbers: [{ type: 'mobile', value: '+44 1' }],
      addresses: [{ type: 'work', streetAddress: '1 High St', locality: 'Leeds' }],
      [ENTERPRISE]: { employeeNumber: '7' },
    });
    expect(user?.[ENTERPRISE]).not.toHaveProperty('department');
    expect(server.requests().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('gives an extension to a user who had none', async () => {
    const { id } = await target.create('User', { userName: 'ann' });

    await target.update('User', id, [
      { path: `${ENTERPRISE}:department`, oldValue: null, newValue: 'Sales' },
      { path: 'name.givenName', oldValue: null, newValue: 'Ann' },
    ]);

    expect(server.users()).toMatchObject([
      { name: { givenName: 'Ann' }, [ENTERPRISE]: { department: 'Sales' } },
    ]);
  });

  it('takes an element away', async () => {
    const { id } = await target.create('User', ANN);

    await target.update('User', id, [
      { path: 'emails[type eq "work"].value', oldValue: 'ann.lee@contoso.example', newValue: null },
    ]);

    expect(server.users()[0]?.['emails'] ?? []).toEqual([]);
  });

  it('disables a user, who can still be found', async () => {
    const { id } = await target.create('User', ANN);

    await target.update('User', id, [{ path: 'active', oldValue: true, newValue: false }]);

    expect(await target.find('User', 'userName', ANN.userName)).toMatchObject([{ id, active: false }]);
  });

  it('sends nothing when nothing changed', async () => {
    await target.update('User', 'any', []);

    expect(server.requests()).toEqual([]);
  });

  it('says when the user it should change is gone', async () => {
    const gone = target.update('User', 'gone', [{ path: 'title', oldValue: null, newValue: 'x' }]);

    await expect(gone).rejects.toMatchObject({ errorCode: 'InvalidAnchor', status: 404 });
  });

  it('deletes a user, and minds nothing when it is gone already', async () => {
    const { id } = await target.create('User', ANN);

    await target.delete('User', id);
    await target.delete('User', id);

    expect(server.users()).toEqual([]);
  });

  it('tells which attribute is unknown, and not what was sent', async () => {
    const { id } = await target.create('User', ANN);

    const update = target.update('User', id, [{ path: 'shoeSize', oldValue: null, newValue: 'forty-two' }]);

    await expect(update).rejects.toMatchObject({
      errorCode: 'SchemaAttributeNotFound',
      scimType: 'invalidPath',
    });
    const { detail } = (await update.catch((error: unknown) => error)) as ObjectRejected;
    expect(detail).not.toContain('forty-two');
  });

  it('reads what the target says of itself', async () => {
    expect(await target.discover()).toMatchObject({
      patch: true,
      filter: { supported: true, maxResults: 200 },
    });
  });

  it('says that the token is refused, without the token', async () => {
    const stranger = clientOf(server, { token: 'wrong-token' });

    const probe = stranger.probe('User', 'userName');

    await expect(probe).rejects.toMatchObject({ type: 'CredentialsRejected', retryable: false });
    await expect(probe).rejects.not.toThrow(/wrong-token/);
    stranger.close();
  });

  it('does not create a user twice when the answer is lost', async () => {
    server.faults.add({ method: 'POST', dropConnection: 'after' });

    await expect(target.create('User', ANN)).rejects.toBeInstanceOf(OutcomeUnknown);

    expect(server.users()).toHaveLength(1);
    expect(await target.find('User', 'userName', ANN.userName)).toHaveLength(1);
  });

  it('repeats a PATCH whose answer was lost', async () => {
    const { id } = await target.create('User', ANN);
    server.faults.add({ method: 'PATCH', dropConnection: 'after' });

    await target.update('User', id, [{ path: 'title', oldValue: null, newValue: 'Engineer' }]);

    expect(server.users()).toMatchObject([{ title: 'Engineer' }]);
  });

  it('creates as many as are asked for at once', async () => {
    const created = await Promise.all(
      Array.from({ length: 100 }, (_, number) => target.create('User', { userName: `user-${number}` })),
    );

    expect(new Set(created.map(({ id }) => id)).size).toBe(100);
    expect(server.users()).toHaveLength(100);
  });
});

function clientOf(server: RunningScimTarget, options: { token?: string } = {}): ScimTarget {
  return createScimTarget({
    baseUrl: server.url,
    token: options.token ?? TOKEN,
    requestsPerSecond: 1_000,
    concurrency: 16,
    pageSize: 10,
  });
}
