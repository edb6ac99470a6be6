import { describe, expect, it } from '@jest/globals';
import type { RunningScimTarget } from '../../../../src/emulators/scim/index.js';
import { startStrictScimTarget } from '../../../../src/emulators/strict-scim/index.js';
import { aTarget, filterPath, groupUrn, userUrn, withTarget } from './target.js';

describe('users and groups over SCIM', () => {
  it('can be used wherever a test takes the other SCIM target', async () => {
    const target: RunningScimTarget = await startStrictScimTarget({ token: 't' });

    expect(target.users()).toEqual([]);
    await target.stop();
  });

  it('are created with id, meta, Location and ETag', async () => {
    await withTarget({}, async (target) => {
      const created = await target.send('POST', '/Users', {
        schemas: [userUrn],
        userName: 'Ada',
        active: true,
      });

      const location = created.headers.get('location');
      expect(created.status).toBe(201);
      expect(created.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
      expect(created.body).toMatchObject({
        schemas: [userUrn],
        userName: 'Ada',
        active: true,
        meta: { resourceType: 'User', location, version: created.headers.get('etag') },
      });
      expect(location).toBe(`${target.url}/Users/${String(created.body['id'])}`);
      expect((await target.get(`/Users/${String(created.body['id'])}`)).body).toEqual(created.body);
    });
  });

  it('refuse a userName that differs in case alone', async () => {
    await withTarget({}, async (target) => {
      await target.user({ userName: 'ada' });

      const again = await target.send('POST', '/Users', { schemas: [userUrn], userName: 'ADA' });

      expect(again).toMatchObject({ status: 409, body: { status: '409', scimType: 'uniqueness' } });
    });
  });

  it('are found by filter, replaced and deleted', async () => {
    await withTarget({}, async (target) => {
      const id = await target.user({ userName: 'ada', title: 'Countess' });

      expect((await target.get(filterPath('Users', 'userName eq "ADA" and title pr'))).body).toMatchObject({
        totalResults: 1,
        Resources: [{ id }],
      });
      const put = await target.send('PUT', `/Users/${id}`, { schemas: [userUrn], userName: 'ada.l' });
      expect(put.body).not.toHaveProperty('title');
      expect((await target.send('DELETE', `/Users/${id}`)).status).toBe(204);
      expect((await target.get(`/Users/${id}`)).status).toBe(404);
    });
  });

  it('tell members of groups and groups of members, and forget who was deleted', async () => {
    await withTarget({ switches: { namesMembers: true } }, async (target) => {
      const ada = await target.user({ userName: 'ada', displayName: 'Ada' });
      const group = await target.group({ displayName: 'Poets', members: [{ value: ada }] });

      const member = { value: ada, type: 'User', display: 'Ada', $ref: `${target.url}/Users/${ada}` };
      expect((await target.get(`/Groups/${group}`)).body['members']).toEqual([member]);
      expect((await target.get(`/Users/${ada}`)).body['groups']).toMatchObject([
        { value: group, display: 'Poets' },
      ]);
      await target.send('DELETE', `/Users/${ada}`);
      expect((await target.get(`/Groups/${group}`)).body).not.toHaveProperty('members');
      expect(target.violations()).toEqual([]);
    });
  });

  it('record every request without its credentials', async () => {
    const target = await aTarget();
    const ada = await target.user({ userName: 'ada' });
    await target.get(`/Users/${ada}?attributes=userName`);

    const [post, get] = target.requests();
    expect(post).toMatchObject({ method: 'POST', path: '/Users', body: { userName: 'ada' }, status: 201 });
    expect(post?.headers).not.toHaveProperty('authorization');
    expect(get).toMatchObject({ query: { attributes: 'userName' }, status: 200, body: null });
    target.clearRequests();
    expect(target.requests()).toEqual([]);
    await target.stop();
  });

  it('refuse another token', async () => {
    await withTarget({}, async (target) => {
      expect((await target.get('/Users', { authorization: 'Bearer other' })).status).toBe(401);
    });
  });

  it.each([
    ['no schemas', { displayName: 'x' }, 'invalidSyntax'],
    ['an undeclared attribute', { schemas: [groupUrn], displayName: 'x', colour: 'red' }, 'invalidSyntax'],
    ['an undeclared schema', { schemas: [groupUrn, 'urn:x'], displayName: 'x' }, 'invalidSyntax'],
    ['no displayName', { schemas: [groupUrn] }, 'invalidValue'],
    ['members that are no array', { schemas: [groupUrn], displayName: 'x', members: {} }, 'invalidValue'],
    [
      'a member whom nobody knows',
      { schemas: [groupUrn], displayName: 'x', members: [{ value: '?' }] },
      'invalidValue',
    ],
  ])('refuse a group with %s', async (_name, body, scimType) => {
    await withTarget({}, async (target) => {
      expect(await target.send('POST', '/Groups', body)).toMatchObject({ status: 400, body: { scimType } });
    });
  });
});
