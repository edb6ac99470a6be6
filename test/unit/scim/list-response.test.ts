import { describe, expect, it } from '@jest/globals';
import { parseListResponse } from '../../../src/scim/list-response.js';

describe('a ListResponse', () => {
  it.each([
    { name: 'with Resources', json: { totalResults: 1, Resources: [{ id: 'a' }] }, ids: ['a'] },
    { name: 'in small letters', json: { totalResults: 1, resources: [{ id: 'a' }] }, ids: ['a'] },
    { name: 'empty, without Resources', json: { totalResults: 0 }, ids: [] },
    { name: 'with null Resources', json: { totalResults: 0, Resources: null }, ids: [] },
    { name: 'without a total', json: { Resources: [{ id: 'a' }] }, ids: ['a'] },
    { name: 'with a total as text', json: { totalResults: '1', Resources: [{ id: 'a' }] }, ids: ['a'] },
    { name: 'with a numeric id', json: { Resources: [{ id: 7 }] }, ids: ['7'] },
  ])('$name', ({ json, ids }) => {
    expect(parseListResponse(json)?.resources.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    { name: 'an error', json: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400' } },
    { name: 'a resource', json: { id: 'a', userName: 'ann' } },
    { name: 'a bare list', json: [{ id: 'a' }] },
    { name: 'a list of things without id', json: { Resources: [{ userName: 'ann' }] } },
    { name: 'nothing', json: undefined },
  ])('is not $name', ({ json }) => {
    expect(parseListResponse(json)).toBeNull();
  });
});
