import { describe, expect, it } from '@jest/globals';
import type { AttributeChange } from '../../../src/schema/model.js';
import { toLogEntry } from '../../../src/store/log-entry.js';

type Row = Parameters<typeof toLogEntry>[0];

function aRow(over: Partial<Row>): Row {
  return {
    id: '1',
    app_id: 'desk',
    finished_at: new Date(0),
    cycle_number: 4,
    action: 'update',
    status: 'failure',
    object_name: 'User',
    about: 'object',
    object_id: 'ann',
    source_name: 'Ann',
    target_id: 't-1',
    error_code: null,
    reason: null,
    duration_ms: 1,
    changes: [],
    ...over,
  };
}

const redacted = (oldValue: AttributeChange['oldValue'], newValue: AttributeChange['newValue']) =>
  ({ path: 'externalId', oldValue, newValue, isRedacted: true }) as const;

describe('a log entry', () => {
  it.each<[string, readonly AttributeChange[], string, string]>([
    ['a value', [redacted(null, 'E-47')], 'There is no E-47.', 'There is no [Redact].'],
    ['the value before', [redacted('E-08', 'E-47')], 'E-08 is taken', '[Redact] is taken'],
    ['letters of another case', [redacted(null, 'Zulu')], 'ZULU, zulu', '[Redact], [Redact]'],
    ['a value that holds another', [redacted('47', 'E-47')], 'E-47 and 47', '[Redact] and [Redact]'],
    ['signs of a pattern', [redacted(null, 'a.*(b')], 'a.*(b aXXb', '[Redact] aXXb'],
    ['a number', [redacted(null, 4_711)], 'not 4711', 'not [Redact]'],
    ['one of several', [redacted(null, ['x-1', 'x-2'])], 'x-2!', '[Redact]!'],
    ['a part', [redacted(null, [{ value: 'x-1', primary: true }])], 'x-1!', '[Redact]!'],
    ['nothing', [redacted(null, ' ')], 'a b', 'a b'],
    ['what is not redacted', [{ path: 'title', oldValue: null, newValue: 'Clerk' }], 'a Clerk', 'a Clerk'],
  ])('masks %s in the reason and in the steps', (_, changes, words, shown) => {
    const step = { name: 'n', provisioningStepType: 'export', status: 'failure' } as const;
    const entry = toLogEntry(
      aRow({ changes, reason: words, steps: [{ ...step, description: words, details: { said: words } }] }),
    );

    expect([entry.reason, entry.provisioningSteps?.[0]]).toEqual([
      shown,
      { ...step, description: shown, details: { said: shown } },
    ]);
  });

  it.each([
    [4, 'system'],
    [-1, 'user'],
  ])('of cycle %d is initiated by a %s', (cycle_number, initiatorType) => {
    expect(toLogEntry(aRow({ cycle_number })).initiatedBy.initiatorType).toBe(initiatorType);
  });

  it('has the change in common with the entry about the references of that cycle', () => {
    const parts = (['object', 'references'] as const).map((about) => toLogEntry(aRow({ about })).changeId);

    expect(parts).toEqual(['4~ann', '4~ann']);
  });

  it('is none of what has not ended', () => {
    expect(() => toLogEntry(aRow({ status: 'unknown' }))).toThrow('no log entry yet');
  });
});
