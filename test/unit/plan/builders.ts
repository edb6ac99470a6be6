import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import type { EntitlingRole, Link, Match, PlannedOperation, Subject } from '../../../src/plan/model.js';
import type { ObjectCapabilities } from '../../../src/plan/rules.js';
import { decide, DEFAULT_ACCESS, evaluate, type PlanRules } from '../../../src/plan/index.js';
import { compiled, type SchemaParts } from '../schema/some-schema.js';

export const defaultMappings: readonly InlineMapping[] = [
  { target: 'userName', source: 'userPrincipalName', matching: 1 },
  { target: 'externalId', source: 'objectId', matching: 2 },
  { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
  { target: 'displayName', source: 'displayName' },
  { target: 'title', source: 'jobTitle', default: 'Employee' },
  { target: 'nickName', source: 'mailNickname', apply: 'create' },
];

export const groupMappings: readonly InlineMapping[] = [
  { target: 'displayName', source: 'displayName', matching: 1 },
  { target: 'externalId', source: 'objectId' },
  { target: 'members', source: 'members' },
];

/** What can be done with a group: everything but to disable it. */
export const groupCapabilities: ObjectCapabilities = {
  create: true,
  update: true,
  disable: false,
  delete: true,
  rename: true,
};

export const everyCapability: ObjectCapabilities = {
  create: true,
  update: true,
  disable: true,
  delete: true,
  rename: true,
};

export function someRules(
  changes: Partial<PlanRules> & {
    readonly mappings?: readonly InlineMapping[];
    readonly flowTypes?: SchemaParts['flowTypes'];
    readonly schema?: SchemaParts;
  } = {},
): PlanRules {
  const { mappings = defaultMappings, flowTypes, schema = {}, ...rules } = changes;
  return {
    mapping: compiled(mappings, { ...schema, flowTypes }),
    scope: 'assigned',
    defaultAccessRole: 'skip',
    appHasUserRole: true,
    capabilities: everyCapability,
    withoutDisabling: 'leave',
    skipsOutOfScopeDeletions: false,
    valueRules: [],
    ...rules,
  };
}

export function someGroupRules(changes: Parameters<typeof someRules>[0] = {}): PlanRules {
  const { schema = {}, ...others } = changes;
  return someRules({
    mappings: groupMappings,
    capabilities: groupCapabilities,
    schema: { ...schema, objectName: 'Group' },
    ...others,
  });
}

export function aRole(changes: Partial<EntitlingRole> = {}): EntitlingRole {
  return {
    appRoleId: 'r1',
    value: 'user',
    displayName: 'User',
    isEnabled: true,
    throughGroupId: null,
    ...changes,
  };
}

export const defaultAccess = aRole({ appRoleId: DEFAULT_ACCESS, value: null, displayName: null });

export function aUser(changes: Partial<Subject> = {}): Subject {
  return {
    objectId: 'u1',
    state: 'present',
    isActive: true,
    managerId: null,
    roles: [aRole()],
    ...changes,
    attributes: {
      objectId: ['u1'],
      userPrincipalName: ['ann@x.example'],
      displayName: ['Ann Lee'],
      mailNickname: ['ann'],
      ...changes.attributes,
    },
  };
}

export function aGroup(changes: Partial<Subject> = {}): Subject {
  return {
    objectId: 'g1',
    state: 'present',
    isActive: true,
    managerId: null,
    roles: [aRole()],
    ...changes,
    attributes: { objectId: ['g1'], displayName: ['Sales'], ...changes.attributes },
  };
}

export const exportedOfSales = { displayName: 'Sales', externalId: 'g1' } as const;

export const updatableOfAnn = {
  userName: 'ann@x.example',
  externalId: 'u1',
  active: true,
  displayName: 'Ann Lee',
} as const;

export function aLink(changes: Partial<Link> = {}): Link {
  return { targetId: 't1', exported: updatableOfAnn, state: 'managed', ...changes };
}

export const noMatch: Match = { type: 'none' };

export function plan(
  subject: Subject,
  link: Link | null,
  match: Match | null,
  rules: PlanRules = someRules(),
): PlannedOperation {
  return decide(evaluate(subject, rules), link, match, rules);
}

/** The link that is stored once the operation is carried out. */
export function linkAfter(operation: PlannedOperation, link: Link | null): Link | null {
  switch (operation.action) {
    case 'create':
      return { targetId: 'created', exported: operation.values, state: 'managed' };
    case 'update':
      return { targetId: operation.targetId, exported: operation.values, state: 'managed' };
    case 'disable':
      return { targetId: operation.targetId, exported: operation.values, state: 'unmanaged' };
    case 'skip':
      return operation.values === null || operation.targetId === null
        ? link
        : { targetId: operation.targetId, exported: operation.values, state: 'managed' };
    case 'delete':
      return null;
    case 'fail':
      return link;
  }
}
