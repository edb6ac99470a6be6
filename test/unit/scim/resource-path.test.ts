import { describe, expect, it } from '@jest/globals';
import { ProvisioningFailure } from '../../../src/failures.js';
import { idFromLocation, resourcePath } from '../../../src/scim/resource-path.js';

describe('the path of a resource', () => {
  it.each([
    ['2819c223', '/Users/2819c223'],
    ['a/b?c&d e@f', '/Users/a%2Fb%3Fc%26d%20e%40f'],
  ])('quotes the id %s', (id, expected) => {
    expect(resourcePath('User', id)).toBe(expected);
  });

  it.each(['', '.', '..'])('refuses the id "%s", which would be another resource', (id) => {
    expect(() => resourcePath('User', id)).toThrow(ProvisioningFailure);
  });
});

describe('the id in a Location', () => {
  it.each([
    ['https://app.example/scim/Users/a%2Fb', 'a/b'],
    ['/scim/Users/a?x=y', 'a'],
    ['/scim/Groups/a', null],
    ['/login', null],
    ['/Users/', null],
    ['/Users/%E0%A4%A', null],
    [undefined, null],
  ])('of %s is %s', (location, expected) => {
    expect(idFromLocation('User', location)).toBe(expected);
  });
});
