import { describe, expect, it } from '@jest/globals';
import { parseListResponse, toPage } from '../../../src/scim/list-response.js';

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

describe('the next page', () => {
  it.each([
    { name: 'follows what was received', received: 10, total: 25, startIndex: 1, next: 11 },
    { name: 'follows a short page too', received: 4, total: 25, startIndex: 11, next: 15 },
    { name: 'is none at the total', received: 5, total: 25, startIndex: 21, next: null },
    { name: 'is none after an empty page', received: 0, total: 25, startIndex: 11, next: null },
    { name: 'exists while no total is told', received: 10, total: null, startIndex: 11, next: 21 },
    {
      name: 'is asked for when a full first page is its own total',
      received: 10,
      total: 10,
      startIndex: 1,
      next: 11,
    },
    {
      name: 'is asked for when the page refutes the total',
      received: 10,
      total: 10,
      startIndex: 11,
      next: 21,
    },
    { name: 'is none after a short first page', received: 7, total: 7, startIndex: 1, next: null },
  ])('$name', ({ received, total, startIndex, next }) => {
    const resources = Array.from({ length: received }, (_, index) => ({ id: `id-${index}` }));

    const page = toPage({ resources, totalResults: total, startIndex: null }, { startIndex, count: 10 });

    expect(page.nextStartIndex).toBe(next);
  });

  it('is none when the server answers with the first page again', () => {
    const list = { resources: [{ id: 'a' }], totalResults: 30, startIndex: 1 };

    expect(toPage(list, { startIndex: 11, count: 10 }).nextStartIndex).toBeNull();
  });
});
