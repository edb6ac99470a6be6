import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import { notOn, ada, withSales, adaCreated, byUserName, withQuirks } from './odd-apps.js';

/** How other apps want to be asked, and those that were built for Entra alone. */
export const askingQuirks: readonly Scenario[] = [
  {
    name: 'accounts that cannot be listed are asked for one by one',
    proves: { quirks: ['listsNothing'] },
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] }),
    app: { ...withQuirks('listsNothing'), groups: { provision: false } },
    existing: { users: [{ userName: 'ada@contoso.example' }] },
    initially: {
      writes: { 'POST /Users': 1, 'PATCH /Users/ada': 1 },
      reads: {
        'GET /Users?filter=userName eq "{guid}"': 1,
        [byUserName]: 1,
        'GET /Users?filter=userName eq "bob@contoso.example"': 1,
      },
      accounts: { ada: { displayName: 'ada' }, bob: 'active' },
    },
  },
  ...(['unknownIdIsBadRequest', 'unknownIdIsForbidden'] as const).map((quirk): Scenario => {
    const status = quirk === 'unknownIdIsBadRequest' ? 400 : 403;
    return {
      name: `an id that is answered with ${status} because nobody knows it`,
      proves: { quirks: [quirk] },
      directory: ada,
      app: withQuirks(quirk),
      strict: { switches: { unknownIdAnswer: status } },
      notOn,
      initially: adaCreated,
      then: [
        {
          when: [events.accountVanishes('ada'), events.change('ada', { jobTitle: 'Analyst' })],
          expect: {
            writes: { [`PATCH /Users/ada -> ${status}`]: 1, 'POST /Users': 1 },
            reads: { [`GET /Users/ada -> ${status}`]: 2, [byUserName]: 1 },
            accounts: { 'ada#2': { title: 'Analyst' } },
          },
        },
      ],
    };
  }),
  ...[
    { quirk: 'entraLegacyDialect', flag: 'AzureAdScimPatch2017', op: 'Replace', value: 'False' } as const,
    { quirk: 'entraCompliantDialect', flag: 'aadOptscim062020', op: 'replace', value: false } as const,
  ].flatMap(({ quirk, flag, op, value }): readonly Scenario[] => {
    const story = {
      directory: withSales,
      strict: { mode: 'entra' as const },
      notOn,
      initially: {
        writes: { 'POST /Users': 3, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 },
        groups: { Sales: ['ada', 'bob'] },
      },
      then: [
        {
          when: [events.block('cyd'), events.leave('Sales', 'ada')],
          expect: {
            writes: { 'PATCH /Users/cyd': 1, 'PATCH /Groups/Sales': 1 },
            bodies: { 'PATCH /Users/cyd': [[{ op, path: 'active', value }]] },
            accounts: { ada: 'active', bob: 'active', cyd: 'disabled' },
            groups: { Sales: ['bob'] },
          },
        },
      ],
    } as const;
    return [
      {
        name: `an app that knows ${quirk} only`,
        proves: { quirks: [quirk] },
        app: withQuirks(quirk),
        ...story,
      },
      { name: `a tenant URL with Entra's flag ${flag}`, app: { tenantUrl: `?${flag}` }, ...story },
    ];
  }),
];
