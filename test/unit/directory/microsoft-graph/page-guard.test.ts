import { describe, expect, it } from '@jest/globals';
import { PageGuard } from '../../../../src/directory/microsoft-graph/page-guard.js';

describe('PageGuard', () => {
  function pagesAdmitted(page: (index: number) => { ids: string[]; next: string }, limit: number): number {
    const guard = new PageGuard('Reading');
    for (let index = 0; index < limit; index += 1) {
      const { ids, next } = page(index);
      try {
        guard.admit(ids, next);
      } catch {
        return index;
      }
    }
    return limit;
  }

  it.each([
    ['lets new objects pass', (i: number) => ({ ids: [`u${i}`], next: `page-${i}` }), 1_000],
    ['lets empty pages with fresh links pass', (i: number) => ({ ids: [], next: `page-${i}` }), 1_000],
    ['ends a page that links to itself', () => ({ ids: ['u1'], next: 'page' }), 50],
    ['ends empty pages that link to themselves', () => ({ ids: [], next: 'page' }), 50],
    ['ends the same objects under ever new links', (i: number) => ({ ids: ['u1'], next: `page-${i}` }), 50],
    ['ends a circle of pages', (i: number) => ({ ids: [`u${i % 7}`], next: `page-${i % 7}` }), 56],
  ])('%s', (_, page, expected) => {
    expect(pagesAdmitted(page, 1_000)).toBe(expected);
  });

  it('ends what never ends', () => {
    expect(pagesAdmitted((i) => ({ ids: [`u${i}`], next: `page-${i}` }), 100_001)).toBe(100_000);
  });
});
