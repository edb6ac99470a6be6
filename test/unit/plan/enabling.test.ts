import { describe, expect, it } from '@jest/globals';
import { aLink, aUser, plan, someRules, updatableOfAnn } from './builders.js';

const capabilities = { create: true, update: false, disable: true, delete: false, rename: true };

describe('an app that takes no changes but enables and disables', () => {
  it('gets the account enabled again, and nothing else', () => {
    const user = aUser({ attributes: { displayName: ['Ann Lee-Jones'] } });
    const link = aLink({ state: 'unmanaged', exported: { ...updatableOfAnn, active: false } });

    expect(plan(user, link, null, someRules({ capabilities }))).toMatchObject({
      action: 'update',
      changes: [{ path: 'active', oldValue: false, newValue: true }],
    });
  });

  it('gets the account disabled', () => {
    expect(plan(aUser({ isActive: false }), aLink(), null, someRules({ capabilities }))).toMatchObject({
      action: 'disable',
    });
  });

  it('keeps the name that it has', () => {
    const user = aUser({ attributes: { displayName: ['Ann Lee-Jones'] } });

    expect(plan(user, aLink(), null, someRules({ capabilities }))).toMatchObject({
      action: 'skip',
      reason: 'CapabilityNotSupported',
    });
  });
});
