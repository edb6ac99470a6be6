import { describe, expect, it } from '@jest/globals';
import type { Match } from '../../../src/plan/model.js';
import { evaluate } from '../../../src/plan/index.js';
import {
  aGroup,
  aLink,
  exportedOfSales,
  groupCapabilities,
  groupMappings,
  noMatch,
  plan,
  someGroupRules,
} from './builders.js';

const unrenamed = someGroupRules({ capabilities: { ...groupCapabilities, rename: false } });
const linked = aLink({ exported: exportedOfSales });
const renamed = aGroup({ attributes: { displayName: ['Field Sales'] } });

describe('a group', () => {
  it('is created without its members', () => {
    const operation = plan(aGroup(), null, noMatch, someGroupRules());

    expect(operation).toMatchObject({
      action: 'create',
      values: exportedOfSales,
      criteria: [{ path: 'displayName', value: 'Sales' }],
    });
    expect(operation).not.toHaveProperty(['values', 'members']);
  });

  it.each([
    ['without a name', { displayName: [] }],
    ['with an empty one', { displayName: [''] }],
  ])('%s is neither looked for nor created', (_, attributes) => {
    const nameless = aGroup({ attributes });

    expect(plan(nameless, null, null, someGroupRules())).toMatchObject({
      action: 'skip',
      reason: 'EntryJoiningPropertyValueIsMissing',
    });
  });

  it('that is found by another attribute is not created without a name', () => {
    const rules = someGroupRules({
      mappings: [
        { target: 'displayName', source: 'displayName' },
        { target: 'externalId', source: 'objectId', matching: 1 },
        { target: 'members', source: 'members' },
      ],
    });

    expect(plan(aGroup({ attributes: { displayName: ['  '] } }), null, noMatch, rules)).toMatchObject({
      action: 'fail',
      errorCode: 'MandatoryFieldsMissing',
      description: expect.stringContaining('displayName'),
    });
  });

  it('is not created by an app that cannot', () => {
    const rules = someGroupRules({ capabilities: { ...groupCapabilities, create: false } });

    expect(plan(aGroup(), null, noMatch, rules)).toMatchObject({
      action: 'skip',
      reason: 'CapabilityNotSupported',
    });
  });

  it('is renamed', () => {
    expect(plan(renamed, linked, null, someGroupRules())).toMatchObject({
      action: 'update',
      targetId: 't1',
      changes: [{ path: 'displayName', oldValue: 'Sales', newValue: 'Field Sales' }],
    });
  });

  it('says in its steps that it is a group, and whether it is secure', () => {
    const [, scoping] = plan(aGroup({ isActive: false }), linked, null, someGroupRules()).steps;

    expect(scoping).toMatchObject({
      description: 'The group is not in scope',
      details: { 'Security enabled': 'False' },
    });
  });
});

describe('an app that cannot rename a group', () => {
  it('keeps the name, and the log says why', () => {
    expect(plan(renamed, linked, null, unrenamed)).toMatchObject({
      action: 'skip',
      reason: 'CapabilityNotSupported',
      description: expect.stringContaining('cannot rename'),
      targetId: 't1',
      values: null,
    });
  });

  it('gets everything but the name', () => {
    const exported = { ...exportedOfSales, externalId: 'old' };

    expect(plan(renamed, aLink({ exported }), null, unrenamed)).toMatchObject({
      action: 'update',
      changes: [{ path: 'externalId' }],
      values: { displayName: 'Sales', externalId: 'g1' },
    });
  });

  it('says so again whenever the group changes, because the names still differ', () => {
    const first = plan(renamed, linked, null, unrenamed);

    expect(first).toMatchObject({ action: 'skip' });
    expect(plan(renamed, linked, null, unrenamed)).toEqual(first);
  });

  it('creates a group with its name, and links one that is found by another attribute', () => {
    const mappings = groupMappings.map((mapping) =>
      mapping.target === 'externalId' ? { ...mapping, matching: 2 } : mapping,
    );
    const rules = { ...unrenamed, mapping: someGroupRules({ mappings }).mapping };
    const match: Match = {
      type: 'one',
      targetId: 't9',
      path: 'externalId',
      current: { displayName: 'Old', externalId: 'g1' },
    };

    expect(plan(aGroup(), null, noMatch, rules)).toMatchObject({ action: 'create', values: exportedOfSales });
    expect(plan(aGroup(), null, match, rules)).toMatchObject({
      action: 'skip',
      reason: 'CapabilityNotSupported',
      targetId: 't9',
      values: match.current,
    });
  });

  it('still deletes it', () => {
    expect(plan(aGroup({ roles: [] }), linked, null, unrenamed)).toMatchObject({ action: 'delete' });
  });
});

describe('a reference', () => {
  it('is never a value: neither members nor a manager are planned with the object', () => {
    const { mapping } = someGroupRules();

    expect(mapping.mappings.map(({ path }) => path)).toEqual(['displayName', 'externalId']);
    expect(mapping.references.map(({ path }) => path)).toEqual(['members']);
    expect(Object.keys(evaluate(aGroup(), someGroupRules()).mapped.values)).toEqual([
      'displayName',
      'externalId',
    ]);
  });
});
