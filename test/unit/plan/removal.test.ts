import { describe, expect, it } from '@jest/globals';
import type { PlannedOperation } from '../../../src/plan/model.js';
import { removalOf } from '../../../src/plan/removal.js';
import type { TargetValue } from '../../../src/schema/model.js';
import {
  aGroup,
  aLink,
  aRole,
  aUser,
  exportedOfSales,
  noMatch,
  plan,
  someGroupRules,
  someRules,
} from './builders.js';

const byDepartment = someRules({
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1 },
    { target: 'active', expression: 'Switch([department], "True", "Left", "False")' },
    { target: 'title', source: 'jobTitle' },
  ],
});
const spelledOut = someRules({
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1 },
    {
      target: 'urn:ietf:params:scim:schemas:core:2.0:User:active',
      expression: 'Switch([department], "True", "Left", "False")',
    },
  ],
});
const withoutDisabling = someRules({
  capabilities: { create: true, update: true, disable: false, delete: true, rename: true },
  withoutDisabling: 'delete',
});

describe('removalOf', () => {
  it.each<[string, PlannedOperation, ReturnType<typeof removalOf>]>([
    ['somebody unassigned', plan(aUser({ roles: [] }), aLink(), null), 'disable'],
    [
      'somebody whose role counts no more',
      plan(aUser({ roles: [aRole({ isEnabled: false })] }), aLink(), null),
      'disable',
    ],
    ['somebody blocked', plan(aUser({ isActive: false }), aLink(), null), 'disable'],
    ['somebody in the recycle bin', plan(aUser({ state: 'softDeleted' }), aLink(), null), 'disable'],
    ['somebody gone for good', plan(aUser({ state: 'deleted' }), aLink(), null), 'delete'],
    [
      'somebody unassigned where nobody can be disabled',
      plan(aUser({ roles: [] }), aLink(), null, withoutDisabling),
      'delete',
    ],
    [
      'a group unassigned',
      plan(aGroup({ roles: [] }), aLink({ exported: exportedOfSales }), null, someGroupRules()),
      'delete',
    ],
    [
      'somebody switched off by a mapping of their department',
      plan(
        aUser({ attributes: { department: ['Left'] } }),
        aLink({ exported: { userName: 'ann@x.example', active: true } }),
        null,
        byDepartment,
      ),
      'disable',
    ],
    [
      'somebody switched off by a mapping that spells the attribute out',
      plan(
        aUser({ attributes: { department: ['Left'] } }),
        aLink({ exported: { userName: 'ann@x.example', active: true } }),
        null,
        spelledOut,
      ),
      'disable',
    ],
    [
      'an account switched off when it is matched first',
      plan(
        aUser({ attributes: { department: ['Left'] } }),
        null,
        {
          type: 'one',
          targetId: 't1',
          path: 'userName',
          current: { userName: 'ann@x.example', active: true },
        },
        byDepartment,
      ),
      'disable',
    ],
    [
      'somebody renamed',
      plan(aUser({ attributes: { displayName: ['Ann Lee-Jones'] } }), aLink(), null),
      null,
    ],
    [
      'somebody switched on',
      plan(
        aUser(),
        aLink({ state: 'unmanaged', exported: { userName: 'ann@x.example', active: false } }),
        null,
      ),
      null,
    ],
    ['somebody new', plan(aUser(), null, noMatch), null],
    [
      'somebody new who is made switched off',
      plan(aUser({ attributes: { department: ['Left'] } }), null, noMatch, byDepartment),
      null,
    ],
    ['somebody with nothing to do', plan(aUser({ roles: [] }), null, null), null],
    [
      'somebody who cannot be told apart',
      plan(aUser(), null, { type: 'several', path: 'userName', targetIds: ['1', '2'] }),
      null,
    ],
  ])('of %s', (_, operation, expected) => {
    expect(removalOf(operation)).toBe(expected);
  });

  it.each<[string, string, TargetValue | null, ReturnType<typeof removalOf>]>([
    ['false', 'active', false, 'disable'],
    ['false as a text', 'active', 'False', 'disable'],
    ['any spelling of the attribute', 'Active', false, 'disable'],
    ['true', 'active', true, null],
    ['true as a text', 'active', 'True', null],
    ['no value at all', 'active', null, null],
    ['false of another attribute', 'urn:example:2.0:User:active', false, null],
  ])('of an update to %s', (_, path, newValue, expected) => {
    const changes = [
      { path: 'title', oldValue: null, newValue: 'Engineer' },
      { path, oldValue: true, newValue },
    ];
    const update = {
      action: 'update',
      objectId: 'u1',
      targetId: 't1',
      steps: [],
      values: {},
      changes,
    } as const;

    expect(removalOf(update)).toBe(expected);
  });
});
