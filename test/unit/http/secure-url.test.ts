import { describe, expect, it } from '@jest/globals';
import { isSecureUrl } from '../../../src/http/secure-url.js';

describe('isSecureUrl', () => {
  it.each([
    ['https://app.example/scim', true],
    ['http://localhost:8080/scim', true],
    ['http://127.0.0.1/scim', true],
    ['http://[::1]:8080/scim', true],
    ['http://app.example/scim', false],
    ['http://127.0.0.1.app.example/scim', false],
    ['ftp://localhost/scim', false],
    ['not a url', false],
  ])('%s: %s', (url, expected) => {
    expect(isSecureUrl(url)).toBe(expected);
  });
});
