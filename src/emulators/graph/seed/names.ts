import type { Member, PrincipalType } from '../directory/records.js';
import { bystandersOf, seedId, type Seed } from './seed.js';

export interface NamedObject {
  readonly member: Member;
  /** `null` for what cannot be assigned to an app. */
  readonly type: PrincipalType | null;
}

/** Finds what a seed means when it says a user principal name, a group's or an app's display name, or an id. */
export class Names {
  readonly #objects = new Map<string, NamedObject>();
  /** Names and ids that more than one object claims. */
  readonly ambiguous = new Set<string>();

  constructor(seed: Seed) {
    for (const user of seed.users) {
      this.#add(
        seedId(seed, 'user', user.id, user.userPrincipalName),
        user.userPrincipalName,
        'user',
        'User',
      );
    }
    for (const group of seed.groups) {
      this.#add(seedId(seed, 'group', group.id, group.displayName), group.displayName, 'group', 'Group');
    }
    for (const app of [...seed.apps, ...(seed.tenant.servicePrincipals ?? [])]) {
      const id = seedId(seed, 'servicePrincipal', app.id, app.displayName);
      this.#add(id, app.displayName, 'servicePrincipal', 'ServicePrincipal');
    }
    for (const { id, type, displayName } of bystandersOf(seed)) this.#add(id, displayName, type, null);
  }

  find(key: string): NamedObject | undefined {
    return this.#objects.get(key.toLowerCase());
  }

  #add(id: string, name: string, kind: Member['type'], type: PrincipalType | null): void {
    for (const key of [id, name.toLowerCase()]) {
      if (this.#objects.has(key)) this.ambiguous.add(key);
      this.#objects.set(key, { member: { id, type: kind }, type });
    }
  }
}
