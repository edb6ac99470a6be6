import { describe, expect, it } from '@jest/globals';
import { createScimTarget } from '../../../src/scim/index.js';
import { dialectOf, standardDialect, type Dialect } from '../../../src/scim/quirks/index.js';
import { parseTenantUrl } from '../../../src/scim/tenant-url.js';

const LIMITS = { token: 'the-token', requestsPerSecond: 1, concurrency: 1, pageSize: 1 };

describe('the base URL', () => {
  it.each([
    ['https://app.example/scim', 'https://app.example/scim'],
    ['https://app.example/scim/', 'https://app.example/scim'],
    ['https://app.example/scim/v2?aadOptscim062020', 'https://app.example/scim/v2'],
    ['https://app.example/scim/?aadOptscim062020/', 'https://app.example/scim'],
    ['https://app.example:8443', 'https://app.example:8443'],
  ])('%s is %s', (tenantUrl, expected) => {
    expect(parseTenantUrl(tenantUrl).baseUrl).toBe(expected);
  });

  it('must be a URL', () => {
    expect(() => parseTenantUrl('app.example/scim')).toThrow(
      expect.objectContaining({ type: 'ConfigurationInvalid' }),
    );
  });

  it.each(['?api-key=geheim', '?aadOptscim062020&tenant=geheim', '?aadOptscim062020=geheim'])(
    'has no query but flags: %s is refused without repeating it',
    (query) => {
      const parse = (): unknown => parseTenantUrl(`https://app.example/scim${query}`);

      expect(parse).toThrow(expect.objectContaining({ type: 'ConfigurationInvalid' }));
      expect(parse).not.toThrow(/geheim|tenant=/);
    },
  );

  it('has one flag, not both', () => {
    const both = 'https://app.example/scim?aadOptscim062020&AzureAdScimPatch2017';

    expect(() => parseTenantUrl(both)).toThrow(/contradict/);
  });
});

describe('a flag of Entra in the tenant URL', () => {
  const compliant = dialectOf(['entraCompliantDialect']);
  const legacy = dialectOf(['entraLegacyDialect']);

  it.each<[string, Dialect]>([
    ['', standardDialect],
    ['?aadOptscim062020', compliant],
    ['?AADOPTSCIM062020=true', compliant],
    ['?AzureAdScimPatch2017', legacy],
  ])('"%s" sets the dialect', (query, expected) => {
    const target = createScimTarget({ ...LIMITS, baseUrl: `https://app.example/scim${query}` });

    expect(target.dialect).toEqual(expected);
    target.close();
  });

  it("decides over the connector's dialect, and leaves what it says nothing of", () => {
    const dialect = dialectOf(['capitalizedOperations', 'usersWithoutPatch']);

    const target = createScimTarget({
      ...LIMITS,
      baseUrl: 'https://app.example/scim?aadOptscim062020',
      dialect,
    });

    expect(target.dialect).toMatchObject({ operationNames: 'lowerCase', updateUsers: 'put' });
    target.close();
  });
});
