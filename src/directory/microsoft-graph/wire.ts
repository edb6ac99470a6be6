import { z } from 'zod';

/** What Microsoft Graph sends. Unknown members are kept or ignored, never an error. */

export const objectId = z.looseObject({ id: z.string().min(1) });

/** Any object of the directory; everything beyond its id is read with care. */
export type GraphObject = z.infer<typeof objectId>;

/** A user or group by what people call it. */
export const namedObject = objectId.extend({
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});

export type NamedObject = z.infer<typeof namedObject>;

/** An object that another one relates to. */
const reference = objectId.extend({
  '@odata.type': z.string().nullish(),
  '@removed': z.looseObject({}).nullish(),
});

export type Reference = z.infer<typeof reference>;

/** A reference without a type is taken for a user's: if it is none, nobody is known by its id. */
export function isUserReference({ '@odata.type': type }: Reference): boolean {
  return type === undefined || type === null || type.toLowerCase() === '#microsoft.graph.user';
}

export function isRemoved({ '@removed': removed }: Reference): boolean {
  return removed !== undefined && removed !== null;
}

const removal = { '@removed': z.looseObject({ reason: z.string().nullish() }).nullish() };

export const graphUser = objectId.extend({
  accountEnabled: z.boolean().nullish(),
  userPrincipalName: z.string().nullish(),
});

/** A user as Graph sends it. */
export type GraphUser = z.infer<typeof graphUser>;

export const graphUserWithManager = graphUser.extend({ manager: reference.nullish() });

export const userDeltaEntry = graphUser.extend({ ...removal, 'manager@delta': z.array(reference).nullish() });

export type UserDeltaEntry = z.infer<typeof userDeltaEntry>;

export const graphGroup = objectId.extend({
  displayName: z.string().nullish(),
  securityEnabled: z.boolean().nullish(),
});

/** A group as Graph sends it. */
export type GraphGroup = z.infer<typeof graphGroup>;

export const groupDeltaEntry = graphGroup.extend({
  ...removal,
  'members@delta': z.array(reference).nullish(),
});

export type GroupDeltaEntry = z.infer<typeof groupDeltaEntry>;

export const appRoleAssignment = z.looseObject({
  id: z.string().min(1),
  appRoleId: z.string().min(1),
  principalId: z.string().min(1),
  principalType: z.string(),
});

export const servicePrincipal = z.looseObject({
  id: z.string().min(1),
  displayName: z.string().nullish(),
  appRoles: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        value: z.string().nullish(),
        displayName: z.string().nullish(),
        isEnabled: z.boolean().nullish(),
        allowedMemberTypes: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** Whether a group may carry assignments. Null is an answer; that Graph leaves out what was selected is none. */
export const securityOfGroup = objectId.extend({ securityEnabled: z.boolean().nullable() });

/** The bare number that `$count` is answered with; some services put a byte order mark before it. */
export const count = z
  .string()
  .regex(/^\uFEFF?\d{1,15}\s*$/)
  .transform((text) => Number(text.replace('\uFEFF', '')));

/** One page of a collection. */
export interface Page<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string | undefined;
  readonly '@odata.deltaLink'?: string | undefined;
}

export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({
    value: z.array(item),
    '@odata.nextLink': z.string().optional(),
    '@odata.deltaLink': z.string().optional(),
  });
}
