import type { PatchOperation } from './patch-message.js';

type PlainReplacement = PatchOperation & { readonly op: 'replace'; readonly path: string };

/**
 * The same with all replacements of plain values in one operation without path, whose value has their paths as names:
 * `name.givenName`, `urn:…:User:department`. Paths with filters, lists, references and removals stay on their own, and so
 * does a replacement that would be alone in it.
 * @see Microsoft Entra, "Known issues and resolutions with SCIM 2.0 protocol compliance": flags to alter the behavior.
 */
export function combined(operations: readonly PatchOperation[]): readonly PatchOperation[] {
  const plain = operations.filter(isPlainReplacement);
  if (plain.length < 2) return operations;
  const value = Object.fromEntries(plain.map((operation) => [operation.path, operation.value]));
  return [{ op: 'replace', value }, ...operations.filter((operation) => !isPlainReplacement(operation))];
}

function isPlainReplacement(operation: PatchOperation): operation is PlainReplacement {
  const { op, path, value } = operation;
  return op === 'replace' && path !== undefined && !path.includes('[') && typeof value !== 'object';
}
