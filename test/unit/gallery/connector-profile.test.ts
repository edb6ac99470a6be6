import { describe, expect, it } from '@jest/globals';
import { applyProfile, type ConnectorProfile } from '../../../src/gallery/connector-profile.js';
import type { Connector } from '../../../src/gallery/connector.js';
import { findConnector } from '../../../src/gallery/index.js';

const profiled = (profile: ConnectorProfile): Connector =>
  applyProfile(findConnector(profile.extends), 'acme', profile);
const slack = findConnector('slack');
const generic = findConnector('generic-scim');

describe('a profile', () => {
  it.each(['slack', 'dynamic-signal', 'aws-iam-identity-center'])(
    'that says nothing is %s under another id',
    (id) => {
      expect(profiled({ extends: id })).toEqual({ ...findConnector(id), id: 'acme' });
    },
  );

  it.each<readonly [string, Omit<ConnectorProfile, 'extends'>, object]>([
    ['a name', { displayName: 'Acme' }, { displayName: 'Acme', guidance: slack.guidance }],
    [
      'one field of the guidance',
      { guidance: { secretToken: 'Ask Ann.' } },
      { guidance: { ...slack.guidance, secretToken: 'Ask Ann.' } },
    ],
    ['no fixed tenant URL', { fixedTenantUrl: null }, { fixedTenantUrl: null }],
    ['one limit', { limits: { concurrency: 1 } }, { limits: { ...slack.limits, concurrency: 1 } }],
    ['published limits', { publishedLimits: ['1 a day'] }, { publishedLimits: ['1 a day'] }],
    ['a list of quirks as a whole', { quirks: ['textBooleans'] }, { quirks: ['textBooleans'] }],
    ['no quirks at all', { quirks: [] }, { quirks: [] }],
    [
      'one field of the dialect',
      { dialect: { membersPerRequest: 7 } },
      { dialect: { ...slack.dialect, membersPerRequest: 7 } },
    ],
    [
      'that any attribute can be asked for',
      { dialect: { filterableUsers: null } },
      { dialect: { ...slack.dialect, filterableUsers: null } },
    ],
    [
      'a field that is there but says nothing',
      { limits: { pageSize: undefined }, displayName: undefined },
      { limits: slack.limits, displayName: 'Slack' },
    ],
    [
      'value rules as a whole, under canonical paths',
      { valueRules: [{ path: 'emails[ type eq "work" ].value', maxLength: 5 }] },
      { valueRules: [{ path: 'emails[type eq "work"].value', maxLength: 5 }] },
    ],
    ['that nobody can be deleted irreversibly', { deletesIrreversibly: true }, { deletesIrreversibly: true }],
    ['what happens without disabling', { withoutDisabling: 'delete' }, { withoutDisabling: 'delete' }],
    ['Default Access', { defaultAccessRole: 'skip' }, { defaultAccessRole: 'skip' }],
    ['target attributes as a whole', { targetAttributes: [] }, { targetAttributes: [] }],
  ])('may say %s', (_, profile, expected) => {
    expect(profiled({ extends: 'slack', ...profile })).toMatchObject(expected);
  });

  it('takes a single ability away, and the flow type with it', () => {
    const { capabilities, mappings } = profiled({
      extends: 'generic-scim',
      capabilities: { users: { delete: false }, groups: { delete: false, rename: false } },
    });

    expect(capabilities).toEqual({
      users: { create: true, update: true, disable: true, delete: false },
      groups: { create: true, rename: false, members: true, delete: false },
    });
    expect([mappings.user.flowTypes, mappings.group?.flowTypes]).toEqual([
      ['Add', 'Update'],
      ['Add', 'Update'],
    ]);
  });

  it('takes groups away as a whole, and their mappings with them', () => {
    const { capabilities, mappings } = profiled({
      extends: 'generic-scim',
      capabilities: { groups: null },
    });

    expect([capabilities.groups, mappings.group]).toEqual([null, null]);
    expect(capabilities.users).toEqual(generic.capabilities.users);
  });

  it('gives groups to a connector without, with the usual mappings; what it does not name the app cannot do', () => {
    const { capabilities, mappings } = profiled({
      extends: 'dynamic-signal',
      capabilities: { groups: { create: true, members: true } },
    });

    expect(capabilities.groups).toEqual({ create: true, rename: false, members: true, delete: false });
    expect(mappings.group).toMatchObject({
      flowTypes: ['Add', 'Update'],
      attributeMappings: [
        { targetAttributeName: 'displayName', matchingPriority: 1 },
        { targetAttributeName: 'externalId' },
        { targetAttributeName: 'members' },
      ],
    });
  });

  it('gives deleting to a connector without, and the flow type with it', () => {
    const { mappings } = profiled({
      extends: 'dynamic-signal',
      capabilities: { users: { delete: true } },
    });

    expect(mappings.user.flowTypes).toEqual(['Add', 'Update', 'Delete']);
  });

  it('replaces mappings as a whole, of users and groups each by itself', () => {
    const { mappings } = profiled({
      extends: 'generic-scim',
      mappings: [{ target: 'userName', source: 'mail', matching: 1 }],
    });

    expect(mappings.user.attributeMappings).toHaveLength(1);
    expect(mappings.group).toEqual(generic.mappings.group);
  });
});
