import type { AttributeChange } from '../../../../src/schema/model.js';
import type { MemberChange, ScimTarget } from '../../../../src/scim/index.js';
import type { QuirkName } from '../../../../src/scim/quirks/index.js';
import type { SeenRequest, Step } from '../scripted-server.js';
import { bodyOf } from '../target-at.js';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CUSTOM = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';
export const WORK_EMAIL = 'emails[type eq "work"].value';
export const CITY = 'addresses[type eq "work"].locality';
export const EMPTY_LIST: Step = { status: 200, body: { totalResults: 0, Resources: [] } };
export const DONE: Step = { status: 204 };

/** What a target of the standard dialect is sent, or makes of an answer, and what one with the quirk. */
export interface QuirkCase {
  readonly name: QuirkName;
  readonly case?: string;
  /** The server's answers: a resource and a list in one unless told. */
  readonly steps?: readonly [Step, ...Step[]];
  readonly act: (target: ScimTarget) => Promise<unknown>;
  /** What is compared: the operations of the first request unless told. */
  readonly look?: (seen: readonly SeenRequest[], result: unknown, target: ScimTarget) => unknown;
  readonly standard: unknown;
  readonly quirk: unknown;
}

export function update(target: ScimTarget, ...changes: readonly AttributeChange[]): Promise<void> {
  return target.update('User', 'a', changes);
}

export function firstBody(seen: readonly SeenRequest[]): unknown {
  return bodyOf(seen[0]);
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'nothing';
}

export function change(
  path: string,
  oldValue: AttributeChange['oldValue'],
  newValue: AttributeChange['newValue'],
): AttributeChange {
  return { path, oldValue, newValue };
}

export function aMemberChange(change: Partial<MemberChange>): MemberChange {
  return { add: [], remove: [], all: () => Promise.reject(new Error('nobody should ask')), ...change };
}
