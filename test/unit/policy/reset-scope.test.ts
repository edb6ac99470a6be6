import { describe, expect, it } from '@jest/globals';
import { mergeResets, needsInitialCycle, parseResetScope } from '../../../src/policy/reset-scope.js';

const PORTAL_BUTTON = ['QuarantineState', 'Watermark', 'Escrows'];

describe('parseResetScope', () => {
  it.each([
    ['nothing at all', undefined],
    ['null', null],
    ['an object without scopes', {}],
    ['an empty list', { resetScope: '' }],
    ['a list of nothing', { resetScope: ' , ' }],
    ['a null scope', { resetScope: null }],
  ])('takes %s for what the portal button does', (_, input) => {
    expect(parseResetScope(input)).toEqual({ scopes: PORTAL_BUTTON, unknown: [] });
  });

  it.each([
    ['one name', 'Watermark', ['Watermark']],
    ['a list with spaces', ' Escrows , Watermark', ['Watermark', 'Escrows']],
    ['a name twice', 'Escrows,Escrows', ['Escrows']],
    ['names in any case', 'quarantinestate,FORCEDELETES', ['QuarantineState', 'ForceDeletes']],
    ['Full as everything but deletions', 'Full', [...PORTAL_BUTTON, 'ConnectorDataStore']],
    [
      'deletions only by their own name',
      'Full,ForceDeletes',
      [...PORTAL_BUTTON, 'ConnectorDataStore', 'ForceDeletes'],
    ],
    ['None as nothing', 'None', []],
  ])('reads %s', (_, resetScope, scopes) => {
    expect(parseResetScope({ resetScope })).toEqual({ scopes, unknown: [] });
  });

  it('reads a bare string, as people type it', () => {
    expect(parseResetScope('Escrows').scopes).toEqual(['Escrows']);
  });

  it('names what it does not know and resets the rest', () => {
    expect(parseResetScope({ resetScope: 'Watermrk,Escrows' })).toEqual({
      scopes: ['Escrows'],
      unknown: ['Watermrk'],
    });
  });

  it('resets nothing when it knows none of the names', () => {
    expect(parseResetScope({ resetScope: 'Watermrk' }).scopes).toEqual([]);
  });

  it.each([[42], [{ resetScope: 42 }], [{ resetScope: ['Escrows'] }], [[]], [true]])(
    'survives %j',
    (input) => {
      expect(() => parseResetScope(input)).not.toThrow();
    },
  );
});

describe('needsInitialCycle', () => {
  it.each([
    [['Watermark'], true],
    [['ConnectorDataStore'], true],
    [['QuarantineState', 'Escrows', 'ForceDeletes'], false],
    [[], false],
  ] as const)('of %j is %s', (scopes, expected) => {
    expect(needsInitialCycle(scopes)).toBe(expected);
  });
});

describe('mergeResets', () => {
  it('keeps what either asks for, once', () => {
    expect(mergeResets(['Escrows', 'Watermark'], ['Watermark', 'ForceDeletes'])).toEqual([
      'Watermark',
      'Escrows',
      'ForceDeletes',
    ]);
  });
});
