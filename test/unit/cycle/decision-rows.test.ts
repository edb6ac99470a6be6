import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkOf, toRow } from '../../../src/cycle/decision-rows.js';
import { draftOf, type Decision } from '../../../src/cycle/draft.js';
import { decide, needsMatch, type PlanRules } from '../../../src/plan/index.js';
import type { Link, Match, Subject } from '../../../src/plan/model.js';
import { aClause, aFilter, aGroup as aFilterGroup } from '../scoping/builders.js';
import {
  aGroup,
  aLink,
  aRole,
  aUser,
  everyCapability,
  exportedOfSales,
  noMatch,
  someGroupRules,
  someRules,
  updatableOfAnn,
} from '../plan/builders.js';

const scope = aFilter(aFilterGroup('Not leaving', aClause('displayName', 'NOT EQUALS', 'Leaving')));
const disabled = { ...updatableOfAnn, active: false };
const found: Match = { type: 'one', targetId: 't9', path: 'userName', current: updatableOfAnn };

function decisionOf(
  { objectId: id, roles, ...subject }: Subject,
  link: Link | null,
  match: Match | null,
  rules: PlanRules,
): Decision {
  const { objectName } = rules.mapping;
  const draft = draftOf({ objectName, id, ...subject }, roles, link, rules);
  const asked = needsMatch(draft.evaluation, link) ? match : null;
  return { draft, match: asked, operation: decide(draft.evaluation, link, asked, rules) };
}

/** The link once the decision is carried out, as the store would have it. */
function linkAfter(decision: Decision, link: Link | null): Link | null {
  const { values, writes, targetId, action, linkState } = toRow(decision);
  if (action === 'delete') return null;
  if (writes) return { targetId: targetId ?? 'created', exported: values ?? {}, state: linkState };
  return linkOf(decision) ?? link;
}

describe('the link of a user who', () => {
  const cannotDisable = { capabilities: { ...everyCapability, disable: false } };
  const unmapped = { mappings: [{ target: 'userName', source: 'userPrincipalName', matching: 1 }] };

  it.each<[string, Partial<Subject>, Partial<Link>, Parameters<typeof someRules>[0], Link['state']]>([
    ['is unassigned and disabled', { roles: [] }, {}, {}, 'unmanaged'],
    ['is unassigned and disabled already', { roles: [] }, { exported: disabled }, {}, 'unmanaged'],
    ['is filtered out', { attributes: { displayName: ['Leaving'] } }, {}, { schema: { scope } }, 'unmanaged'],
    ['is blocked', { isActive: false }, {}, {}, 'managed'],
    ['is blocked and disabled already', { isActive: false }, { exported: disabled }, {}, 'managed'],
    ['is blocked and unassigned', { isActive: false, roles: [] }, {}, {}, 'unmanaged'],
    ['is in the recycle bin, where assignments hide', { state: 'softDeleted', roles: [] }, {}, {}, 'managed'],
    [
      'is unassigned where out-of-scope deletions are skipped',
      { roles: [] },
      {},
      { skipsOutOfScopeDeletions: true },
      'managed',
    ],
    ['is unassigned and cannot be disabled', { roles: [] }, {}, cannotDisable, 'managed'],
    ['is unassigned and may not be changed', { roles: [] }, {}, { flowTypes: ['Add', 'Delete'] }, 'managed'],
    ['is unassigned where IsSoftDeleted is not mapped', { roles: [] }, {}, unmapped, 'managed'],
    ['was unassigned before', { roles: [] }, { state: 'unmanaged', exported: disabled }, {}, 'unmanaged'],
    [
      'was unassigned and is deleted',
      { state: 'deleted', roles: [] },
      { state: 'unmanaged' },
      {},
      'unmanaged',
    ],
    ['is assigned again', {}, { state: 'unmanaged', exported: disabled }, {}, 'managed'],
    ['is assigned again, and nothing differs', {}, { state: 'unmanaged' }, {}, 'managed'],
    [
      'is assigned again while blocked',
      { isActive: false },
      { state: 'unmanaged', exported: disabled },
      {},
      'managed',
    ],
  ])('%s', (_, subject, link, rules, state) => {
    const held = aLink(link);
    const after = linkAfter(decisionOf(aUser(subject), held, null, someRules(rules)), held);

    expect(after).toMatchObject({ targetId: held.targetId, state });
  });

  it('is planned again while a mapping fails stays as it is', () => {
    const rules = someRules({
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1 },
        { target: 'active', expression: 'Item([IsSoftDeleted], 2)' },
      ],
    });
    const decision = decisionOf(aUser({ roles: [] }), aLink(), null, rules);

    expect(decision.operation.action).toBe('fail');
    expect(linkOf(decision)).toBeNull();
  });

  it('is left alone by an input filter stays as it is', () => {
    const inputFilter = {
      ...aFilter(),
      inputFilterGroups: [aFilterGroup('Not leaving', aClause('displayName', 'NOT EQUALS', 'Leaving'))],
    };
    const leaving = aUser({ attributes: { displayName: ['Leaving'] } });
    const decision = decisionOf(leaving, aLink(), null, someRules({ schema: { scope: inputFilter } }));

    expect(decision.operation).toMatchObject({ action: 'skip', reason: 'EntrySynchronizationSkipped' });
    expect(linkOf(decision)).toBeNull();
  });
});

describe('a first match', () => {
  it('is stored at once, with what the target holds, whatever is written then', () => {
    const current = { ...updatableOfAnn, displayName: 'Old' };
    const decision = decisionOf(aUser(), null, { ...found, current }, someRules());

    expect(toRow(decision)).toMatchObject({ action: 'update', status: 'planned', targetId: 't9' });
    expect(linkOf(decision)).toEqual({
      sourceId: 'u1',
      objectName: 'User',
      targetId: 't9',
      exported: current,
      state: 'managed',
    });
  });

  it('of a group is a link of a group', () => {
    const match: Match = { type: 'one', targetId: 't9', path: 'displayName', current: exportedOfSales };

    expect(linkOf(decisionOf(aGroup(), null, match, someGroupRules()))).toMatchObject({
      sourceId: 'g1',
      objectName: 'Group',
    });
  });

  it.each<[string, Match]>([
    ['nothing', noMatch],
    ['several', { type: 'several', path: 'userName', targetIds: ['t1', 't2'] }],
  ])('of %s links nothing', (_, match) => {
    expect(linkOf(decisionOf(aUser(), null, match, someRules()))).toBeNull();
  });
});

describe('a row of the plan', () => {
  const rowOf = (...given: Parameters<typeof decisionOf>) => toRow(decisionOf(...given));

  it('that deletes writes, names its target, and holds no values', () => {
    expect(rowOf(aUser({ state: 'deleted' }), aLink(), null, someRules())).toMatchObject({
      action: 'delete',
      status: 'planned',
      targetId: 't1',
      values: {},
      changes: [],
      writes: true,
      about: 'object',
    });
  });

  it('that skips has the reason; where there is more to say, the words and the reason as code', () => {
    const rules = someGroupRules({ capabilities: { ...someGroupRules().capabilities, rename: false } });
    const renamed = aGroup({ attributes: { displayName: ['Field Sales'] } });
    const link = aLink({ exported: exportedOfSales });

    expect(rowOf(aGroup(), link, null, rules)).toMatchObject({
      status: 'skipped',
      reason: 'RedundantExport',
      errorCode: null,
      writes: false,
    });
    expect(rowOf(renamed, link, null, rules)).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('cannot rename'),
      errorCode: 'CapabilityNotSupported',
    });
  });
});

describe('a plan carried out as it is stored', () => {
  const subjects = fc.record({
    state: fc.constantFrom('present' as const, 'softDeleted' as const, 'deleted' as const),
    isActive: fc.boolean(),
    roles: fc.constantFrom([], [aRole()]),
    attributes: fc.constantFrom({}, { displayName: ['Leaving'] }),
  });
  const links = fc.option(
    fc.record({
      targetId: fc.constant('t1'),
      exported: fc.constantFrom(updatableOfAnn, disabled, {}),
      state: fc.constantFrom('managed' as const, 'unmanaged' as const),
    }),
  );
  const rules = fc
    .record({
      flowTypes: fc.subarray(['Add', 'Update', 'Delete'] as const),
      capabilities: fc.record({
        create: fc.boolean(),
        update: fc.boolean(),
        disable: fc.boolean(),
        delete: fc.boolean(),
        rename: fc.constant(true),
      }),
      withoutDisabling: fc.constantFrom('delete' as const, 'leave' as const),
      skipsOutOfScopeDeletions: fc.boolean(),
      schema: fc.constant({ scope }),
    })
    .map(someRules);

  it('leaves nothing to write, and a link that the next plan leaves as it is', () => {
    fc.assert(
      fc.property(subjects, links, fc.constantFrom(noMatch, found), rules, (changes, link, match, given) => {
        const subject = aUser(changes);
        const after = linkAfter(decisionOf(subject, link, match, given), link);
        const again = decisionOf(subject, after, match, given);

        expect(again.operation.action).toBe('skip');
        expect(linkAfter(again, after)).toEqual(after);
      }),
      { numRuns: 2_000 },
    );
  });
});
