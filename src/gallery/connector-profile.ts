import type { Dialect, QuirkName } from '../scim/quirks/index.js';
import type { ValueRule } from '../plan/value-rules.js';
import { toObjectMapping, type InlineMapping } from '../schema/inline-mappings.js';
import type { AttributeDefinition } from '../schema/model.js';
import { formatScimPath, scimPathOrNull } from '../schema/scim-path.js';
import type { Connector } from './connector.js';
import { groupFlowTypes, userFlowTypes } from './flow-types.js';
import { group } from './usual-mappings.js';

/** What an operator says of an app that differs from a connector of the gallery: only what differs. */
export interface ConnectorProfile {
  /** Id of the gallery's connector that holds for everything else. */
  readonly extends: string;
  readonly displayName?: string | undefined;
  readonly guidance?: Changes<Connector['guidance']> | undefined;
  readonly fixedTenantUrl?: string | null | undefined;
  readonly capabilities?:
    | {
        readonly users?: Changes<Connector['capabilities']['users']> | undefined;
        /** Null: the app has no groups. */
        readonly groups?: Changes<GroupAbilities> | null | undefined;
      }
    | undefined;
  readonly withoutDisabling?: Connector['withoutDisabling'] | undefined;
  readonly deletesIrreversibly?: boolean | undefined;
  readonly limits?: Changes<Connector['limits']> | undefined;
  readonly publishedLimits?: readonly string[] | undefined;
  readonly quirks?: readonly QuirkName[] | undefined;
  readonly dialect?: Changes<Dialect> | undefined;
  readonly valueRules?: readonly ValueRule[] | undefined;
  readonly defaultAccessRole?: Connector['defaultAccessRole'] | undefined;
  readonly targetAttributes?: readonly AttributeDefinition[] | undefined;
  /** Of users. */
  readonly mappings?: readonly InlineMapping[] | undefined;
  readonly groups?: { readonly mappings?: readonly InlineMapping[] | undefined } | undefined;
}

type GroupAbilities = NonNullable<Connector['capabilities']['groups']>;
type Changes<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/**
 * The connector that a profile makes of another one. Groups of settings are merged field by field, lists are replaced as a
 * whole. Where the other one has no groups, what the profile does not say of them the app cannot do.
 */
export function applyProfile(base: Connector, id: string, profile: ConnectorProfile): Connector {
  const capabilities = {
    users: { ...base.capabilities.users, ...given(profile.capabilities?.users) },
    groups: groupAbilities(base.capabilities.groups, profile.capabilities?.groups),
  };
  return {
    id,
    displayName: profile.displayName ?? base.displayName,
    guidance: { ...base.guidance, ...given(profile.guidance) },
    fixedTenantUrl: profile.fixedTenantUrl === undefined ? base.fixedTenantUrl : profile.fixedTenantUrl,
    capabilities,
    withoutDisabling: profile.withoutDisabling ?? base.withoutDisabling,
    deletesIrreversibly: profile.deletesIrreversibly ?? base.deletesIrreversibly,
    limits: { ...base.limits, ...given(profile.limits) },
    publishedLimits: profile.publishedLimits ?? base.publishedLimits,
    quirks: profile.quirks ?? base.quirks,
    dialect: { ...base.dialect, ...given(profile.dialect) },
    valueRules: profile.valueRules?.map(withCanonicalPath) ?? base.valueRules,
    defaultAccessRole: profile.defaultAccessRole ?? base.defaultAccessRole,
    targetAttributes: profile.targetAttributes ?? base.targetAttributes,
    mappings: objectMappings(base.mappings, capabilities, profile),
  };
}

function withCanonicalPath(rule: ValueRule): ValueRule {
  const path = rule.path === null ? null : scimPathOrNull(rule.path);
  return path === null ? rule : { ...rule, path: formatScimPath(path) };
}

const NO_ABILITIES: GroupAbilities = { create: false, rename: false, members: false, delete: false };

function groupAbilities(
  base: GroupAbilities | null,
  changes: Changes<GroupAbilities> | null | undefined,
): GroupAbilities | null {
  if (changes === undefined) return base;
  return changes === null ? null : { ...(base ?? NO_ABILITIES), ...given(changes) };
}

function objectMappings(
  base: Connector['mappings'],
  capabilities: Connector['capabilities'],
  { mappings, groups }: Pick<ConnectorProfile, 'mappings' | 'groups'>,
): Connector['mappings'] {
  const users = mappings === undefined ? base.user : toObjectMapping(mappings);
  const usualGroups = base.group ?? toObjectMapping(group, { objectName: 'Group' });
  const ofGroups =
    groups?.mappings === undefined ? usualGroups : toObjectMapping(groups.mappings, { objectName: 'Group' });
  return {
    user: { ...users, flowTypes: userFlowTypes(capabilities) },
    group: capabilities.groups === null ? null : { ...ofGroups, flowTypes: groupFlowTypes(capabilities) },
  };
}

/** Without the fields that are there but say nothing. */
function given<T extends object>(
  changes: T | undefined,
): { readonly [Field in keyof T]: Exclude<T[Field], undefined> } {
  const fields = Object.entries(changes ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as { readonly [Field in keyof T]: Exclude<T[Field], undefined> }; // filtered above
}
