import type { Quirks } from './quirk.js';

/** How servers want to be asked, and what their answers mean. */
export const askingQuirks = {
  listsByCursor: {
    description: 'Lists are read from page to page with a cursor (RFC 9865), not with a start index.',
    dialect: { paging: 'cursor' },
  },
  listsNothing: {
    description: 'Accounts cannot be listed: each one is asked for by a filter.',
    dialect: { paging: 'none' },
  },
  excludedAttributesRefused: {
    description: 'Queries must not ask to leave the members of groups out.',
    dialect: { excludesMembers: false },
  },
  unknownIdIsBadRequest: {
    description: 'Reading an id that does not exist is answered with 400.',
    dialect: { unknownIdStatuses: [400, 404, 410] },
  },
  unknownIdIsForbidden: {
    description: 'Reading an id that does not exist is answered with 403.',
    dialect: { unknownIdStatuses: [403, 404, 410] },
  },
  disabledUsersHidden: {
    description: 'A disabled account cannot be found until it is enabled again.',
    dialect: { hidesDisabled: true },
  },
  deletionDisables: {
    description: 'Deleting an account only disables it.',
    dialect: { deletion: 'disables' },
  },
} as const satisfies Quirks;
