import type { Dialect } from '../quirks/index.js';
import { spelledBooleans } from '../resource/wire-values.js';

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  /** Missing where `value` is an object of attributes by their paths. */
  readonly path?: string;
  readonly value?: unknown;
}

const operationNames: Readonly<Record<Dialect['operationNames'], (op: PatchOperation['op']) => string>> = {
  lowerCase: (op) => op,
  capitalized: (op) => `${op.charAt(0).toUpperCase()}${op.slice(1)}`,
};

/** The body of a PATCH request. @see RFC 7644, section 3.5.2. */
export function patchMessage(
  operations: readonly PatchOperation[],
  dialect: Pick<Dialect, 'operationNames' | 'booleans'>,
): Record<string, unknown> {
  const nameOf = operationNames[dialect.operationNames];
  const spelled = operations.map(({ op, ...rest }) => ({ op: nameOf(op), ...rest }));
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: spelledBooleans(spelled, dialect, 'patch'),
  };
}

/** Whether a target that carries out `operations` twice has what carrying them out once leaves. */
export function isRepeatable(
  operations: readonly PatchOperation[],
  { repeatedAdditions }: Pick<Dialect, 'repeatedAdditions'>,
): boolean {
  const addsElements = operations.some(({ op, value }) => op === 'add' && Array.isArray(value));
  return repeatedAdditions === 'ignored' || !addsElements;
}
