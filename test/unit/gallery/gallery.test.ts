import { describe, expect, it } from '@jest/globals';
import { connectors, findConnector } from '../../../src/gallery/index.js';
import { compileObjectMapping } from '../../../src/schema/compile.js';

describe('the gallery', () => {
  it.each(Object.keys(connectors))(
    '%s has mappings that compile, match by userName and can disable',
    (id) => {
      const compiled = compileObjectMapping(
        { mapping: findConnector(id).mappings.user, sourceAttributes: [], targetAttributes: [] },
        { scope: 'assigned', regexMatch: 'whole' },
      );

      expect(compiled.matching[0]?.path).toBe('userName');
      expect(
        compiled.mappings.filter(({ readsIsSoftDeleted }) => readsIsSoftDeleted).map(({ path }) => path),
      ).toEqual(['active']);
    },
  );

  it.each([
    ['dialpad', 'skip', 'https://dialpad.com/scim'],
    ['dynamic-signal', 'skip', null],
    ['generic-scim', 'include', null],
  ])('%s: Default Access %s, tenant URL %s', (id, defaultAccessRole, fixedTenantUrl) => {
    expect(findConnector(id)).toMatchObject({ id, defaultAccessRole, fixedTenantUrl });
  });

  it('knows what the two apps cannot do', () => {
    expect(findConnector('dynamic-signal').capabilities).toMatchObject({
      users: { delete: false },
      groups: null,
    });
    expect(findConnector('dialpad').capabilities.groups).toMatchObject({ rename: false });
  });

  it.each([
    ['dialpd', 'did you mean "dialpad"?'],
    ['DynamicSignal', 'did you mean "dynamic-signal"?'],
    ['salesforce', 'There is no connector "salesforce" in the gallery'],
    ['constructor', 'There is no connector "constructor" in the gallery'],
  ])('%s is unknown: %s', (id, message) => {
    expect(() => findConnector(id)).toThrow(message);
  });
});
