import { generate, type Seed } from '../../src/emulators/graph/index.js';
import { uuidOf } from '../../src/emulators/graph/uuid.js';

/** Somebody in the tenant. */
export type Person = Seed['users'][number];

/** An invented company, and who of it is assigned to which app. */
export interface TenantShape {
  readonly users: number;
  readonly apps: number;
  /** Each app has so many people assigned, one app after the other, and from the first again after the last. */
  readonly usersPerApp: number;
}

/** The same shape gives the same tenant, here and in the emulator's process. */
export function seedOf({ users, apps, usersPerApp }: TenantShape): Seed {
  const seed = generate({ users });
  const [everybody] = seed.apps;
  if (everybody?.assignments === undefined) throw new Error('The generated tenant has no app.');
  const { assignments } = everybody;
  return {
    ...seed,
    users: seed.users.map((user) => Object.assign(user, { id: personId(user.userPrincipalName) })),
    apps: Array.from({ length: apps }, (_, app) => ({
      ...everybody,
      displayName: `App ${app + 1}`,
      assignments: assignedTo(app, { users, usersPerApp }).flatMap((position) => assignments[position] ?? []),
    })),
  };
}

/** By what Graph knows somebody. */
export function personId(userPrincipalName: string): string {
  return uuidOf(userPrincipalName);
}

/** Positions among the tenant's users. */
export function assignedTo(app: number, shape: Omit<TenantShape, 'apps'>): readonly number[] {
  const { users, usersPerApp } = shape;
  return Array.from({ length: usersPerApp }, (_, index) => (app * usersPerApp + index) % users);
}
