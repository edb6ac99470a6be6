import { linesOf } from '../target-at.js';
import { EMPTY_LIST, nameOf, type QuirkCase } from './quirk-case.js';

/** Queries, and what answers mean. */
export const askingCases: readonly QuirkCase[] = [
  {
    name: 'listsByCursor',
    steps: [EMPTY_LIST],
    act: (target) => target.list('User', null),
    look: linesOf,
    standard: ['GET /Users?startIndex=1&count=2'],
    quirk: ['GET /Users?cursor=&count=2'],
  },
  {
    name: 'listsNothing',
    steps: [EMPTY_LIST],
    act: (target) => target.list('User', null).catch(nameOf),
    look: (seen, result) => [seen.length, typeof result],
    standard: [1, 'object'],
    quirk: [0, 'string'],
  },
  {
    name: 'excludedAttributesRefused',
    steps: [EMPTY_LIST],
    act: async (target) => {
      await target.find('Group', 'displayName', 'x');
      await target.get('Group', 'g');
    },
    look: linesOf,
    standard: [
      'GET /Groups?excludedAttributes=members&filter=displayName%20eq%20%22x%22',
      'GET /Groups/g?excludedAttributes=members',
    ],
    quirk: ['GET /Groups?filter=displayName%20eq%20%22x%22', 'GET /Groups/g'],
  },
  {
    name: 'unknownIdIsBadRequest',
    steps: [{ status: 400 }],
    act: (target) => target.get('User', 'a').catch(nameOf),
    look: (_seen, result) => result,
    standard: 'ObjectRejected',
    quirk: null,
  },
  {
    name: 'unknownIdIsForbidden',
    steps: [{ status: 403 }],
    act: (target) => target.get('User', 'a').catch(nameOf),
    look: (_seen, result) => result,
    standard: 'ObjectRejected',
    quirk: null,
  },
  {
    name: 'disabledUsersHidden',
    case: 'is for those who plan',
    act: () => Promise.resolve(),
    look: (_seen, _result, target) => target.dialect.hidesDisabled,
    standard: false,
    quirk: true,
  },
  {
    name: 'deletionDisables',
    case: 'is for those who plan',
    act: () => Promise.resolve(),
    look: (_seen, _result, target) => target.dialect.deletion,
    standard: 'final',
    quirk: 'disables',
  },
];
