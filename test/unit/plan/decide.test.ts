import { describe, expect, it } from '@jest/globals';
import type { Match, Subject } from '../../../src/plan/model.js';
import { decide, evaluate } from '../../../src/plan/index.js';
import type { ObjectCapabilities } from '../../../src/plan/rules.js';
import {
  aLink,
  aUser,
  defaultMappings,
  everyCapability,
  noMatch,
  plan,
  someRules,
  updatableOfAnn,
} from './builders.js';

const capabilities = (changes: Partial<ObjectCapabilities>) => ({ ...everyCapability, ...changes });
const matched = (current: object = updatableOfAnn): Match => ({
  type: 'one',
  targetId: 't9',
  path: 'userName',
  current: { ...current },
});
const unassigned = aUser({ roles: [] });

describe('a user without account', () => {
  it('is created with defaults and with what applies on creation only', () => {
    const operation = plan(aUser(), null, noMatch);

    expect(operation).toMatchObject({
      action: 'create',
      targetId: null,
      values: { ...updatableOfAnn, nickName: 'ann', title: 'Employee' },
      criteria: [
        { path: 'userName', value: 'ann@x.example' },
        { path: 'externalId', value: 'u1' },
      ],
    });
    expect(operation.steps.at(-1)).toMatchObject({
      name: 'EntrySynchronizationAdd',
      provisioningStepType: 'processing',
    });
  });

  it('gets a default only where the source has no value', () => {
    expect(plan(aUser({ attributes: { jobTitle: ['CTO'] } }), null, noMatch)).toMatchObject({
      values: { title: 'CTO' },
    });
  });

  it.each([
    ['the mapping does not add', { flowTypes: ['Update'] as const }, 'TargetObjectActionDisabled'],
    ['the app cannot create', { capabilities: capabilities({ create: false }) }, 'CapabilityNotSupported'],
  ])('is passed over when %s', (_, rules, reason) => {
    expect(plan(aUser(), null, noMatch, someRules(rules))).toMatchObject({
      action: 'skip',
      reason,
      values: null,
    });
  });

  it('is passed over when no matching attribute has a value', () => {
    const nameless = aUser({ attributes: { userPrincipalName: [''], objectId: [] } });

    expect(plan(nameless, null, null)).toMatchObject({
      action: 'skip',
      reason: 'EntryJoiningPropertyValueIsMissing',
    });
  });

  it('passes over a matching attribute without value', () => {
    const nameless = aUser({ attributes: { userPrincipalName: [] } });

    expect(evaluate(nameless, someRules()).criteria).toEqual([{ path: 'externalId', value: 'u1' }]);
  });

  it('fails without userName', () => {
    const nameless = aUser({ attributes: { userPrincipalName: [] } });

    expect(plan(nameless, null, noMatch)).toMatchObject({
      action: 'fail',
      errorCode: 'MandatoryFieldsMissing',
    });
  });

  it('is never created before it was looked for', () => {
    expect(() => decide(evaluate(aUser(), someRules()), null, null, someRules())).toThrow(
      'before its counterpart was looked for',
    );
  });
});

describe('a user whose account is found', () => {
  it('is linked and gets what differs, without defaults and creation-only values', () => {
    const operation = plan(
      aUser(),
      null,
      matched({ ...updatableOfAnn, displayName: 'A. Lee', nickName: 'al' }),
    );

    expect(operation).toMatchObject({
      action: 'update',
      targetId: 't9',
      changes: [{ path: 'displayName', oldValue: 'A. Lee', newValue: 'Ann Lee' }],
      values: { ...updatableOfAnn, nickName: 'al' },
    });
  });

  it('is linked without a write when nothing differs but letter case', () => {
    const current = { ...updatableOfAnn, userName: 'Ann@X.example' };

    expect(plan(aUser(), null, matched(current))).toMatchObject({
      action: 'skip',
      reason: 'RedundantExport',
      targetId: 't9',
      values: current,
    });
  });

  it('is linked without a write when the mapping does not update', () => {
    const rules = someRules({ flowTypes: ['Add'] });

    expect(plan(aUser(), null, matched({ userName: 'ann@x.example' }), rules)).toMatchObject({
      action: 'skip',
      reason: 'TargetObjectActionDisabled',
      targetId: 't9',
      values: { userName: 'ann@x.example' },
    });
  });

  it('fails when there are several', () => {
    expect(plan(aUser(), null, { type: 'several', path: 'userName', targetIds: ['t1', 't2'] })).toMatchObject(
      {
        action: 'fail',
        errorCode: 'DuplicateTargetEntries',
        description: expect.stringContaining("2 of the app's objects have this userName (t1, t2)"),
      },
    );
  });
});

describe('a linked user', () => {
  it('gets what differs from the last export', () => {
    expect(plan(aUser({ attributes: { displayName: ['Ann Roe'] } }), aLink(), null)).toMatchObject({
      action: 'update',
      targetId: 't1',
      changes: [{ path: 'displayName', oldValue: 'Ann Lee', newValue: 'Ann Roe' }],
      values: { ...updatableOfAnn, displayName: 'Ann Roe' },
    });
  });

  it('keeps a value that the source lost: null is never provisioned', () => {
    const link = aLink({ exported: { ...updatableOfAnn, title: 'CTO' } });

    expect(plan(aUser({ attributes: { jobTitle: [] } }), link, null)).toMatchObject({
      action: 'skip',
      reason: 'RedundantExport',
      values: null,
    });
  });

  it.each([
    ['the mapping does not update', { flowTypes: ['Add', 'Delete'] as const }, 'TargetObjectActionDisabled'],
    ['the app cannot update', { capabilities: capabilities({ update: false }) }, 'CapabilityNotSupported'],
  ])('is left alone when %s', (_, rules, reason) => {
    const renamed = aUser({ attributes: { displayName: ['Ann Roe'] } });

    expect(plan(renamed, aLink(), null, someRules(rules))).toMatchObject({ action: 'skip', reason });
  });

  it('comes back active when it is assigned again', () => {
    const link = aLink({ state: 'unmanaged', exported: { ...updatableOfAnn, active: false } });

    expect(plan(aUser(), link, null)).toMatchObject({
      action: 'update',
      changes: [{ path: 'active', oldValue: false, newValue: true }],
      values: updatableOfAnn,
    });
  });

  it('is managed again even when nothing needs writing', () => {
    expect(plan(aUser(), aLink({ state: 'unmanaged' }), null)).toMatchObject({
      action: 'skip',
      reason: 'RedundantExport',
      values: updatableOfAnn,
    });
  });
});

describe('a linked user who lost the app', () => {
  it.each<[string, Partial<Subject>]>([
    ['unassigned', { roles: [] }],
    ['blocked', { isActive: false }],
    ['soft-deleted', { state: 'softDeleted' }],
  ])('is disabled, not deleted, when %s; nothing else is sent on', (_, changes) => {
    const subject = aUser({ ...changes, attributes: { displayName: ['Ann Roe'] } });

    expect(plan(subject, aLink(), null)).toMatchObject({
      action: 'disable',
      targetId: 't1',
      changes: [{ path: 'active', oldValue: true, newValue: false }],
      values: { ...updatableOfAnn, active: false },
    });
  });

  it('is deleted when it is deleted for good', () => {
    expect(plan(aUser({ state: 'deleted' }), aLink(), null)).toMatchObject({
      action: 'delete',
      targetId: 't1',
    });
  });

  it('is disabled although another mapping fails', () => {
    const rules = someRules({
      mappings: [...defaultMappings, { target: 'locale', expression: 'Item("x", 2)' }],
    });

    expect(plan(unassigned, aLink(), null, rules)).toMatchObject({ action: 'disable' });
  });

  it('is disabled by every attribute that IsSoftDeleted changes, but for creation-only ones', () => {
    const rules = someRules({
      mappings: [
        ...defaultMappings,
        { target: 'userType', expression: 'Switch([IsSoftDeleted], "Member", "True", "Former")' },
        { target: 'timezone', expression: 'Switch([IsSoftDeleted], "UTC", "True", "UTC")' },
        { target: 'locale', expression: 'Switch([IsSoftDeleted], "en", "True", "pt")', apply: 'create' },
      ],
    });

    expect(plan(unassigned, aLink(), null, rules)).toMatchObject({
      changes: [{ path: 'active' }, { path: 'userType', newValue: 'Former' }],
    });
  });

  it.each([
    [
      'IsSoftDeleted is not mapped',
      { mappings: defaultMappings.filter(({ target }) => target !== 'active') },
      'EntrySynchronizationSkipped',
    ],
    ['the mapping does not update', { flowTypes: ['Add', 'Delete'] as const }, 'TargetObjectActionDisabled'],
    ['the app cannot disable', { capabilities: capabilities({ disable: false }) }, 'CapabilityNotSupported'],
  ])('is left alone when %s', (_, rules, reason) => {
    expect(plan(unassigned, aLink(), null, someRules(rules))).toMatchObject({
      action: 'skip',
      reason,
      targetId: 't1',
    });
  });

  it('is left alone once it is disabled', () => {
    const exported = { ...updatableOfAnn, active: false };

    expect(plan(unassigned, aLink({ exported }), null)).toMatchObject({
      action: 'skip',
      reason: 'RedundantExport',
    });
    expect(plan(unassigned, aLink({ state: 'unmanaged', exported: updatableOfAnn }), null)).toMatchObject({
      action: 'skip',
      reason: 'EntrySynchronizationSkipped',
      values: null,
    });
  });
});

describe('a mapping that fails', () => {
  it.each([
    [{ target: 'title', expression: 'Item([jobTitle], 2)' }, 'ExpressionEvaluationError'],
    [{ target: 'title', source: 'jobTitle' }, 'SchemaPropertyCanOnlyAcceptValue'],
  ])('%j fails the user with %s and names the target attribute, not the value', (mapping, errorCode) => {
    const rules = someRules({
      mappings: [...defaultMappings.filter(({ target }) => target !== 'title'), mapping],
    });
    const attributes = {
      jobTitle: errorCode === 'ExpressionEvaluationError' ? ['secret'] : ['secret', 'other'],
    };
    const operation = plan(aUser({ attributes }), null, noMatch, rules);

    expect(operation).toMatchObject({
      action: 'fail',
      errorCode,
      description: expect.stringContaining('title'),
    });
    expect(JSON.stringify(operation)).not.toContain('secret');
  });
});
