import { z } from 'zod';

/** What Microsoft Graph sends. Unknown members are kept or ignored, never an error. */

export const graphUser = z.looseObject({
  id: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
  userPrincipalName: z.string().nullish(),
});

/** A user as Graph sends it; everything beyond the three known members is read with care. */
export type GraphUser = z.infer<typeof graphUser>;

export const userDeltaEntry = graphUser.extend({
  '@removed': z.looseObject({ reason: z.string().nullish() }).optional(),
});

export type UserDeltaEntry = z.infer<typeof userDeltaEntry>;

export const objectId = z.looseObject({ id: z.string().min(1) });

export const group = z.looseObject({ id: z.string().min(1), securityEnabled: z.boolean().nullish() });

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
