import { z } from 'zod';
import { ProvisioningFailure } from '../failures.js';
import { parseDuration } from '../policy/schedule.js';
import { parseTenantUrl } from '../scim/tenant-url.js';
import { inlineFilter } from '../scoping/index.js';
import { connectorProfile } from './connector-profile.js';
import { attributeMapping, sourceAttributes, targetAttributes } from './mapping-settings.js';
import { groupSettings, targetObjectActions } from './object-settings.js';
import { secretReference } from './secret-reference.js';
import { secureUrl } from './secure-url.js';
import { jobSource, writtenSource } from './source-settings.js';

const identifier = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/,
    'must be lower-case letters, digits and hyphens, at most 64',
  );
/** What is wrong with the query of a tenant URL is told while somebody looks at the file. */
function refuseUnknownFlags(tenantUrl: string, context: z.RefinementCtx): void {
  try {
    parseTenantUrl(tenantUrl);
  } catch (error) {
    if (!(error instanceof ProvisioningFailure)) throw error;
    context.addIssue({ code: 'custom', message: `is refused: ${error.message}` });
  }
}

const MAIL_ADDRESS_EXPECTED =
  'must be a mail address, or a reference: { env: VARIABLE_NAME } or { file: /path/to/file }';

/** Personal, perhaps: literal, or looked up by the worker like a secret. */
const mailAddress = z.union([z.email(MAIL_ADDRESS_EXPECTED), secretReference], {
  error: MAIL_ADDRESS_EXPECTED,
});

const LONGEST_DURATION_MS = 30 * 86_400_000;

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, {
    abort: true,
    error: 'must be a number with a unit, longer than zero: 30s, 40m, 6h, 1d',
  })
  .refine((text) => (parseDuration(text) ?? 0) <= LONGEST_DURATION_MS, 'must be 30 days or less');

export const notifications = z.strictObject({
  smtpUrl: secretReference,
  from: mailAddress,
  webUiUrl: secureUrl
    .optional()
    .describe(
      "Address of Temporal's Web UI, for the links in mails; SCIMFLOW_WEB_UI_URL of the worker unless told",
    ),
});

const percentage = z.string().regex(/^(100|[1-9]?\d)%$/, 'must be a whole number of percent, like 10%');

export const accidentalDeletions = z
  .strictObject({
    enabled: z.boolean().optional().describe('Whether deletes and disables are counted; true unless told'),
    threshold: z
      .union([z.int().min(1), percentage], {
        error: 'must be a count, like 50, or a share of the accounts, like 10%',
      })
      .optional()
      .describe(
        'So many deletes and disables in one cycle, or this share of the accounts, wait; 500 unless told',
      ),
  })
  .describe(
    'Holds back deletes and disables that are too many at once, until somebody allows or rejects them',
  );

export const quarantineThresholds = z
  .strictObject({
    minFailures: z
      .int()
      .min(1)
      .optional()
      .describe('Failures from which on shares are looked at; 5000 unless told'),
    proportion: percentage.optional().describe('Share of failed objects that is too much; 40% unless told'),
    maxFailures: z
      .int()
      .min(1)
      .optional()
      .describe('Failures that are too many, references not counted; 40000 unless told'),
    maxTotal: z
      .int()
      .min(1)
      .optional()
      .describe('Failures that are too many, with references; 60000 unless told'),
  })
  .describe('When failing objects put the whole job in quarantine');

const commonApp = z.strictObject({
  id: identifier,
  connector: z.string().min(1),
  servicePrincipalId: z.string().min(1),
  tenantUrl: secureUrl.superRefine(refuseUnknownFlags),
  secretToken: secretReference,
  provisioningStatus: z.enum(['on', 'off']).default('on'),
  scope: z.enum(['assigned', 'all']).default('assigned'),
  defaultAccessRole: z.enum(['skip', 'include']).optional(),
  interval: duration.default('40m'),
  notification: z
    .strictObject({
      email: mailAddress,
      onFailure: z.boolean().default(true),
    })
    .optional(),
  accidentalDeletions: accidentalDeletions.optional(),
  quarantine: quarantineThresholds.optional(),
  suspiciousDrop: percentage
    .optional()
    .describe(
      'Share of the assigned whose loss at once is read a second time before it counts; 20% unless told',
    ),
  rateLimit: z
    .strictObject({
      requestsPerSecond: z.number().positive().max(10_000).optional(),
      concurrency: z.int().min(1).max(256).optional(),
    })
    .optional(),
  bulk: z
    .boolean()
    .optional()
    .describe('Whether many writes travel in one bulk request where the app says that it takes them so'),
  mappings: z.array(attributeMapping).min(1).optional(),
  scopingFilters: z
    .array(inlineFilter)
    .optional()
    .describe('Who is meant: all clauses of one of the filters; without any filter, everyone'),
  regexMatch: z
    .enum(['whole', 'search'])
    .optional()
    .describe(
      "Whether a filter's regular expression must fit the whole value, as by default, or a part of it",
    ),
  groups: groupSettings.optional(),
  targetObjectActions: targetObjectActions.optional(),
  skipOutOfScopeDeletions: z
    .boolean()
    .optional()
    .describe('Whether accounts of people who are no longer assigned or meant are left as they are'),
  allowHardDelete: z
    .boolean()
    .optional()
    .describe('Needed for an app where a deleted account cannot be brought back by anyone'),
  sourceAttributes: sourceAttributes.optional().describe('Source attributes beyond the usual ones'),
  targetAttributes: targetAttributes.optional().describe("The app's custom attributes"),
});

const SCHEMA_SAYS = [
  ['mappings'],
  ['scopingFilters'],
  ['sourceAttributes'],
  ['targetAttributes'],
  ['groups', 'mappings'],
  ['groups', 'scopingFilters'],
] as const;

/** An app as the file has it: the schema is the name of a file. */
const writtenApp = commonApp
  .extend({
    schema: z.string().min(1).optional().describe("Entra's exported schema, JSON, beside this file"),
  })
  .superRefine((written, context) => {
    if (written.schema === undefined) return;
    const given: Readonly<Record<string, unknown>> = written;
    for (const [field, part] of SCHEMA_SAYS)
      if ((part === undefined ? given[field] : written.groups?.[part]) !== undefined)
        context.addIssue({
          code: 'custom',
          path: part === undefined ? [field] : [field, part],
          message: 'cannot be given beside schema, which says it already: remove one of the two',
        });
  });

/** An app as it travels: the schema is the document itself. */
export const app = commonApp.extend({
  schema: z.record(z.string(), z.unknown()).optional(),
  /** What the file's own connector of that name changes in a connector of the gallery. */
  connectorProfile: connectorProfile.optional(),
});

/** What differs from a connector of the gallery, here or in a file of its own. */
const ownConnector = z.union(
  [z.string().min(1).describe('File with the profile, beside this file'), connectorProfile],
  {
    error: 'must be a profile with at least extends, or the name of a file that holds one',
  },
);

/** The configuration file, as written. */
export const configurationFile = z
  .strictObject({
    source: writtenSource,
    notifications: notifications.optional(),
    connectors: z
      .record(identifier, ownConnector)
      .optional()
      .describe('Connectors of your own, by the id that apps name them by'),
    apps: z.array(writtenApp).min(1),
  })
  .superRefine((file, context) => {
    const seen = new Map<string, number>();
    for (const [index, { id }] of file.apps.entries()) {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, index);
      else
        context.addIssue({
          code: 'custom',
          path: ['apps', index, 'id'],
          message: `must be unique: apps[${first}] has the same id`,
        });
    }
    for (const [index, { notification }] of file.apps.entries()) {
      if (notification !== undefined && file.notifications === undefined)
        context.addIssue({
          code: 'custom',
          path: ['apps', index, 'notification'],
          message: 'needs the notifications section of the file, with smtpUrl and from, to be sent',
        });
    }
  });

/** What one job needs: the shared parts of the file and its own app. This is what travels through Temporal. */
export const jobConfiguration = z.strictObject({
  source: jobSource,
  notifications: notifications.optional(),
  app,
});

export type AppConfiguration = z.infer<typeof app>;
export type WrittenConfiguration = z.infer<typeof configurationFile>;

/** A configuration file with the schema documents and profiles that it names. */
export interface Configuration extends Omit<WrittenConfiguration, 'apps'> {
  readonly apps: readonly AppConfiguration[];
}

export type JobConfiguration = z.infer<typeof jobConfiguration>;
