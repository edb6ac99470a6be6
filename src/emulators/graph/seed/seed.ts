import { z } from 'zod';
import type { BystanderRecord, PropertyValue } from '../directory/records.js';
import { isUuid, uuidOf } from '../uuid.js';

const uuid = z.string().refine(isUuid, 'expected a UUID');

const propertyValue: z.ZodType<PropertyValue> = z.json();

const clientSchema = z.strictObject({
  clientId: uuid.optional(),
  displayName: z.string().optional(),
  clientSecret: z.string().min(1).optional(),
  /** PEM certificates whose keys sign client assertions. */
  certificates: z.array(z.string()).optional(),
  /** Tokens of another issuer that are taken for this client (workload identity). Their signatures are not checked. */
  federatedCredentials: z
    .array(z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string() }))
    .optional(),
  roles: z.array(z.string()),
});

const bystanderSchema = z.strictObject({ id: uuid.optional(), displayName: z.string().min(1) });

const tenantSchema = z.strictObject({
  tenantId: uuid.optional(),
  displayName: z.string().optional(),
  domain: z.string().min(1),
  clients: z.array(clientSchema).min(1),
  /** Names of directory extensions: `extension_{appId without dashes}_{name}`. */
  directoryExtensions: z.array(z.string().regex(/^extension_[0-9a-f]{32}_\w+$/i)).optional(),
  /** Service principals that provision nobody, to be assigned to apps. */
  servicePrincipals: z
    .array(z.strictObject({ id: uuid.optional(), appId: uuid.optional(), displayName: z.string() }))
    .optional(),
  /** Devices, to be members of groups. */
  devices: z.array(bystanderSchema).optional(),
  /** Organisational contacts, to be members of groups and managers. */
  orgContacts: z.array(bystanderSchema).optional(),
});

const userSchema = z
  .object({
    id: uuid.optional(),
    userPrincipalName: z.string().regex(/^[^@\s]+@[^@\s]+$/, 'expected name@domain'),
    /** Another user's id or userPrincipalName, or a contact's id or displayName. */
    manager: z.string().optional(),
  })
  .catchall(propertyValue);

const groupSchema = z.strictObject({
  id: uuid.optional(),
  displayName: z.string().min(1).max(256),
  description: z.string().nullable().optional(),
  mail: z.string().nullable().optional(),
  mailEnabled: z.boolean().optional(),
  mailNickname: z.string().optional(),
  securityEnabled: z.boolean().optional(),
  groupTypes: z.array(z.string()).optional(),
  onPremisesSamAccountName: z.string().nullable().optional(),
  /** Ids or names of users, groups, service principals, devices and contacts. */
  members: z.array(z.string()).optional(),
});

const appSchema = z.strictObject({
  id: uuid.optional(),
  appId: uuid.optional(),
  displayName: z.string().min(1),
  accountEnabled: z.boolean().optional(),
  appRoleAssignmentRequired: z.boolean().optional(),
  appRoles: z
    .array(
      z.strictObject({
        id: uuid,
        value: z.string().max(120).nullable().optional(),
        displayName: z.string(),
        description: z.string().optional(),
        isEnabled: z.boolean().optional(),
        allowedMemberTypes: z.array(z.enum(['User', 'Application'])).optional(),
      }),
    )
    .optional(),
  /** `role` is a role's id, value or display name; without it, Default Access. */
  assignments: z.array(z.strictObject({ principal: z.string(), role: z.string().optional() })).optional(),
});

/** What each file of a seed folder holds. */
export const seedSchemas = {
  tenant: tenantSchema,
  users: z.array(userSchema),
  groups: z.array(groupSchema),
  apps: z.array(appSchema),
} as const;

export type SeedTenant = z.infer<typeof tenantSchema>;
export type SeedClient = z.infer<typeof clientSchema>;
export type SeedUser = z.infer<typeof userSchema>;
export type SeedGroup = z.infer<typeof groupSchema>;
export type SeedApp = z.infer<typeof appSchema>;

/** A tenant as people write it down. Ids that are missing follow from the names. */
export interface Seed {
  readonly tenant: SeedTenant;
  readonly users: readonly SeedUser[];
  readonly groups: readonly SeedGroup[];
  readonly apps: readonly SeedApp[];
}

/** A mistake in a seed: which file, where in it, what stands there, what was expected. */
export class SeedInvalid extends Error {
  override readonly name = 'SeedInvalid';

  constructor(problems: readonly string[]) {
    super(`The seed of the emulated tenant has mistakes:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

export const domainOf = (seed: Seed) => seed.tenant.domain.toLowerCase();

export const tenantIdOf = (seed: Seed) =>
  (seed.tenant.tenantId ?? uuidOf(`tenant ${domainOf(seed)}`)).toLowerCase();

export function clientIdOf(seed: Seed, client: SeedClient): string {
  const index = seed.tenant.clients.indexOf(client);
  return (
    client.clientId ?? uuidOf(`client ${client.displayName ?? index} of ${domainOf(seed)}`)
  ).toLowerCase();
}

/** The id of anything in the seed: its own, or one that follows from domain, kind and name. */
export function seedId(
  seed: Seed,
  kind: 'user' | 'group' | 'servicePrincipal' | 'application' | 'device' | 'orgContact',
  own: string | undefined,
  name: string,
): string {
  return (own ?? uuidOf(`${kind} ${name.toLowerCase()} of ${domainOf(seed)}`)).toLowerCase();
}

/** The devices and contacts of a tenant. */
export function bystandersOf(seed: Seed): readonly BystanderRecord[] {
  const { devices = [], orgContacts = [] } = seed.tenant;
  const record = (type: BystanderRecord['type']) => (one: z.infer<typeof bystanderSchema>) => ({
    id: seedId(seed, type, one.id, one.displayName),
    type,
    displayName: one.displayName,
  });
  return [...devices.map(record('device')), ...orgContacts.map(record('orgContact'))];
}
