import { z } from 'zod';
import { closestName } from '../expressions/closest-name.js';
import type { ConnectorProfile } from '../gallery/connector-profile.js';
import { connectors } from '../gallery/index.js';
import { quirks, type Dialect, type QuirkName } from '../scim/quirks/index.js';
import { attributeMapping, scimPathText, targetAttributes } from './mapping-settings.js';
import { secureUrl } from './secure-url.js';

const text = z.string().min(1);
const ability = z.boolean().optional();

/** One of many names; whoever slips is told which was probably meant. Never repeats what was written. */
function nameOf<Name extends string>(kind: string, names: readonly Name[]) {
  return z.enum(names as [Name, ...Name[]], {
    error: ({ input }) => {
      const meant = typeof input === 'string' ? closestName(input, names) : null;
      return meant === null
        ? `must be the name of a ${kind}: ${names.join(', ')}`
        : `must be the name of a ${kind}; did you mean ${meant}?`;
    },
  });
}

const attributeList = z.array(text).nullable();

const dialect = z.strictObject({
  operationNames: z.enum(['lowerCase', 'capitalized']).optional(),
  booleans: z.enum(['json', 'text', 'textInPatch']).optional(),
  patchShape: z.enum(['pathEach', 'combined']).optional(),
  newElements: z.enum(['element', 'valuePath']).optional(),
  memberRemoval: z.enum(['filter', 'value']).optional(),
  references: z.enum(['object', 'text', 'array']).optional(),
  updateUsers: z.enum(['patch', 'put', 'putExceptActive']).optional(),
  updateGroups: z.enum(['patch', 'put']).optional(),
  repeatedAdditions: z.enum(['ignored', 'doubled']).optional(),
  membersPerRequest: z.int().min(1).max(10_000).optional(),
  newGroups: z.enum(['empty', 'asAnswered', 'withMembers']).optional(),
  bulk: z.enum(['none', 'discovered']).optional(),
  paging: z.enum(['index', 'cursor', 'none']).optional(),
  excludesMembers: z.boolean().optional(),
  filterableUsers: attributeList.optional(),
  filterableGroups: attributeList.optional(),
  unknownIdStatuses: z.array(z.int().min(200).max(599)).optional(),
  hidesDisabled: z.boolean().optional(),
  deletion: z.enum(['final', 'disables']).optional(),
  listsCustomSchemas: z.boolean().optional(),
  marksPrimaryEmail: z.boolean().optional(),
  untypedAttributes: z.array(text).optional(),
  singleElementAttributes: z.array(text).optional(),
  contentType: text.optional(),
  accept: text.optional(),
} satisfies { readonly [Field in keyof Dialect]: z.ZodType<Dialect[Field] | undefined> });

/** @see ConnectorProfile */
export const connectorProfile = z.strictObject({
  extends: nameOf('connector of the gallery', Object.keys(connectors)).describe(
    'Connector of the gallery that holds for everything else',
  ),
  displayName: text.optional(),
  guidance: z
    .strictObject({
      tenantUrl: text.optional(),
      secretToken: text.optional(),
      connectionFails: text.optional(),
      notes: z.array(text).optional(),
    })
    .optional(),
  fixedTenantUrl: secureUrl.nullable().optional(),
  capabilities: z
    .strictObject({
      users: z
        .strictObject({ create: ability, update: ability, disable: ability, delete: ability })
        .optional(),
      groups: z
        .strictObject({ create: ability, rename: ability, members: ability, delete: ability })
        .nullable()
        .optional()
        .describe('null: the app has no groups'),
    })
    .optional(),
  withoutDisabling: z.enum(['delete', 'leave']).optional(),
  deletesIrreversibly: z.boolean().optional(),
  limits: z
    .strictObject({
      requestsPerSecond: z.number().positive().max(10_000).optional(),
      concurrency: z.int().min(1).max(256).optional(),
      pageSize: z.int().min(1).max(10_000).optional(),
    })
    .optional(),
  publishedLimits: z.array(text).optional(),
  quirks: z.array(nameOf('quirk', Object.keys(quirks) as QuirkName[])).optional(),
  dialect: dialect.optional(),
  valueRules: z
    .array(
      z.strictObject({
        path: scimPathText.nullable().describe('SCIM path of the attribute; null: every attribute'),
        maxLength: z.int().min(1).optional(),
        forbiddenCharacters: text.optional(),
      }),
    )
    .optional(),
  defaultAccessRole: z.enum(['skip', 'include']).optional(),
  targetAttributes: targetAttributes.optional(),
  mappings: z.array(attributeMapping).min(1).optional(),
  groups: z.strictObject({ mappings: z.array(attributeMapping).min(1).optional() }).optional(),
}) satisfies z.ZodType<ConnectorProfile>;
