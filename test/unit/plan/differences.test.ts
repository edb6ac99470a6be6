import { describe, expect, it } from '@jest/globals';
import type { TargetValues } from '../../../src/schema/model.js';
import { differences } from '../../../src/plan/index.js';

describe('differences', () => {
  it.each<[string, TargetValues, TargetValues]>([
    ['letter case', { userName: 'ANN' }, { userName: 'ann' }],
    ['the order of a list', { ims: ['b', 'A'] }, { ims: ['a', 'B'] }],
    ['a list of one', { 'urn:x:y:tags': ['a'] }, { 'urn:x:y:tags': 'a' }],
    ['what is not desired', { userName: 'ann', title: 'CEO' }, { userName: 'ann' }],
  ])('ignore %s', (_, current, desired) => {
    expect(differences(current, desired)).toEqual([]);
  });

  it.each<[string, TargetValues, TargetValues, unknown]>([
    ['another text', { title: 'CEO' }, { title: 'CTO' }, { path: 'title', oldValue: 'CEO', newValue: 'CTO' }],
    ['a missing value', {}, { title: 'CTO' }, { path: 'title', oldValue: null, newValue: 'CTO' }],
    ['a Boolean', { active: false }, { active: true }, { path: 'active', oldValue: false, newValue: true }],
    ['an empty text', { title: 'CEO' }, { title: '' }, { path: 'title', oldValue: 'CEO', newValue: '' }],
    [
      'case where it is exact',
      { externalId: 'A' },
      { externalId: 'a' },
      { path: 'externalId', oldValue: 'A', newValue: 'a' },
    ],
    [
      'a longer list',
      { ims: ['a'] },
      { ims: ['a', 'b'] },
      { path: 'ims', oldValue: ['a'], newValue: ['a', 'b'] },
    ],
  ])('see %s', (_, current, desired, change) => {
    expect(differences(current, desired)).toEqual([change]);
  });
});
