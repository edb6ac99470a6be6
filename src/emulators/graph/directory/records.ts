/** A property value as it travels in JSON. */
export type PropertyValue =
  string | number | boolean | null | readonly PropertyValue[] | { readonly [name: string]: PropertyValue };

/** Absent: never set. `null`: set once, then cleared. Delta queries tell the two apart. */
export type Properties = Readonly<Record<string, PropertyValue>>;

/** `deleted` is the recycle bin; `purged` is gone for good. */
export type Status = 'live' | 'deleted' | 'purged';

export interface UserRecord {
  readonly id: string;
  readonly status: Status;
  readonly properties: Properties;
  readonly managerId: string | null;
}

/** The kinds of object a group may hold. */
export type MemberType = 'user' | 'group' | 'servicePrincipal' | 'device' | 'orgContact';

export interface Member {
  readonly id: string;
  readonly type: MemberType;
}

/** Something that is in the directory without a life of its own here: a device, an organisational contact. */
export interface BystanderRecord {
  readonly id: string;
  readonly type: 'device' | 'orgContact';
  readonly displayName: string;
}

export interface MembershipChange extends Member {
  readonly joined: boolean;
}

export interface GroupRecord {
  readonly id: string;
  readonly status: Status;
  readonly properties: Properties;
  /** What this version changed in the members, in order; not the list of members. */
  readonly membership: readonly MembershipChange[];
}

export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly allowedMemberTypes: readonly string[];
  readonly origin: 'Application';
}

export interface ServicePrincipalRecord {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  readonly appRoles: readonly AppRole[];
}

export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal';

/** The role id of an assignment without a role. */
export const defaultAccess = '00000000-0000-0000-0000-000000000000';

export function textOf(properties: Properties, name: string): string | null {
  const value = properties[name];
  return typeof value === 'string' ? value : null;
}
