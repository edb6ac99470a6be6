import { describe, expect, it } from '@jest/globals';
import type { AppConfiguration } from '../../../src/config/configuration.js';
import { rulesFor } from '../../../src/cycle/rules.js';
import type { Connector } from '../../../src/gallery/connector.js';
import { dynamicSignal } from '../../../src/gallery/dynamic-signal.js';
import { genericScim } from '../../../src/gallery/generic-scim.js';

const app: AppConfiguration = {
  id: 'app',
  connector: 'generic-scim',
  servicePrincipalId: 'service-principal',
  tenantUrl: 'https://app.example/scim',
  secretToken: { env: 'APP_TOKEN' },
  provisioningStatus: 'on',
  scope: 'assigned',
  interval: '40m',
};
const groupsThat = (changes: object): Connector => ({
  ...genericScim,
  capabilities: {
    ...genericScim.capabilities,
    groups: { create: true, rename: true, members: true, delete: true, ...changes },
  },
});

describe('what the plan goes by', () => {
  it('is, of groups, what the connector can do; they are never disabled', () => {
    const { Group } = rulesFor(app, groupsThat({ rename: false }));

    expect(Group?.capabilities).toMatchObject({
      create: true,
      update: true,
      disable: false,
      delete: true,
      rename: false,
    });
  });

  it.each<[string, AppConfiguration, Connector]>([
    ['the connector has none', app, dynamicSignal],
    ['the configuration says so', { ...app, groups: { provision: false } }, genericScim],
  ])('has no groups where %s', (_, configured, connector) => {
    expect(rulesFor(configured, connector).Group).toBeNull();
  });

  it('has no members where the groups of the app have none', () => {
    const referencesOf = (connector: Connector) => rulesFor(app, connector).Group?.mapping.references;

    expect(referencesOf(groupsThat({}))).toMatchObject([{ path: 'members' }]);
    expect(referencesOf(groupsThat({ members: false }))).toEqual([]);
  });

  it.each([
    ['deletes where deleting can be undone', false, {}, true],
    ['deletes not where it cannot', true, {}, false],
    ['deletes not where that is refused', true, { allowHardDelete: false }, false],
    ['deletes where that is allowed', true, { allowHardDelete: true }, true],
  ])('%s', (_, deletesIrreversibly, settings, expected) => {
    const { User } = rulesFor({ ...app, ...settings }, { ...genericScim, deletesIrreversibly });

    expect(User.capabilities.delete).toBe(expected);
  });

  it('takes from the connector what becomes of accounts that cannot be disabled, and what values it refuses', () => {
    const valueRules = [{ path: 'displayName', maxLength: 10 }];
    const { User } = rulesFor(app, { ...genericScim, withoutDisabling: 'delete', valueRules });

    expect(User).toMatchObject({ withoutDisabling: 'delete', valueRules });
  });

  it.each([
    [undefined, false],
    [false, false],
    [true, true],
  ])('with skipOutOfScopeDeletions %p, skips them: %p', (skipOutOfScopeDeletions, expected) => {
    const settings = skipOutOfScopeDeletions === undefined ? {} : { skipOutOfScopeDeletions };
    const { User, Group } = rulesFor({ ...app, ...settings }, genericScim);

    expect([User.skipsOutOfScopeDeletions, Group?.skipsOutOfScopeDeletions]).toEqual([expected, expected]);
  });
});
