import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';

const disable = [{ op: 'replace', path: 'active', value: false }];
const enable = [{ op: 'replace', path: 'active', value: true }];

export const deprovisioning: readonly Scenario[] = [
  {
    name: 'somebody who is unassigned is disabled, and enabled again when assigned anew',
    isGeneric: true,
    proves: { deprovisioning: 'unassigned: disabled' },
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] }),
    initially: { writes: { 'POST /Users': 2 }, accounts: { ada: 'active', bob: 'active' } },
    then: [
      {
        when: [events.unassign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [disable] },
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['disable ada: success'],
        },
      },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [enable] },
          accounts: { ada: 'active', bob: 'active' },
          log: ['update ada: success'],
        },
      },
    ],
  },
];
