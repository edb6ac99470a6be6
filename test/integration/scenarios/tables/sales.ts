import { tenant } from '../harness/directory.js';
import type { App } from '../harness/scenario.js';

export const people = ['ada', 'bob', 'cyd', 'dan', 'eve'];

/** Groups, and people who are assigned whatever becomes of the groups. */
export const withSales = (members: readonly string[]) =>
  tenant({ people, groups: { Sales: members }, assigned: [...people, 'Sales'] });
export const created = (members: readonly string[]) => ({
  writes: { 'POST /Users': 5, 'POST /Groups': 1 },
  groups: { Sales: members },
});
/** Where groups are created without members. */
export const createdEmpty = (members: readonly string[]) => ({
  writes: { 'POST /Users': 5, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 },
  groups: { Sales: members },
});

export const adding = (...labels: readonly string[]) => ({
  op: 'add',
  path: 'members',
  value: labels.map((label) => ({ value: `{${label}}` })),
});
export const removing = (label: string) => ({ op: 'remove', path: `members[value eq "{${label}}"]` });

export const twoMembersARequest: Partial<App> = {
  connector: 'small-steps',
  connectorProfile: { extends: 'generic-scim', dialect: { membersPerRequest: 2 } },
};
/** As it is called, and in small letters: some servers compare letter by letter. */
export const lookingFor = (name: string) =>
  Object.fromEntries(
    [name, name.toLowerCase()].map((each) => [
      `GET /Groups?excludedAttributes=members&filter=displayName eq "${each}"`,
      1,
    ]),
  );
export const salesByName = 'GET /Groups?excludedAttributes=members&filter=displayName eq "Sales"';
