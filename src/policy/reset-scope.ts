import type { ResetScope } from '../../activities/contract.js';

/** What the portal's restart button forgets, and what a change of mappings or scope makes obsolete. Links are kept. */
export const DEFAULT_RESET: readonly ResetScope[] = ['QuarantineState', 'Watermark', 'Escrows'];

/** Deletions must be asked for by name: `Full` leaves `ForceDeletes` out. */
const FULL_RESET: readonly ResetScope[] = [...DEFAULT_RESET, 'ConnectorDataStore'];

const SCOPES: readonly ResetScope[] = [...FULL_RESET, 'ForceDeletes'];

export interface ResetRequest {
  readonly scopes: readonly ResetScope[];
  /** Names that mean nothing to us. They reset nothing: a slip of the pen must not forget more than was asked. */
  readonly unknown: readonly string[];
}

/**
 * Reads the argument of a restart: `{ resetScope: 'Watermark, Escrows' }`, or nothing at all. It comes as people typed
 * it into a form, and a signal cannot answer, so everything is understood or reported, and nothing throws.
 * @see Microsoft Graph, synchronizationJobRestartCriteria.
 */
export function parseResetScope(input: unknown): ResetRequest {
  const names = resetScopeText(input)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return { scopes: DEFAULT_RESET, unknown: [] };

  const asked = new Set<ResetScope>();
  const unknown: string[] = [];
  for (const name of names) {
    const scope = SCOPES.find((known) => isSameName(known, name));
    if (scope !== undefined) asked.add(scope);
    else if (isSameName('Full', name)) for (const each of FULL_RESET) asked.add(each);
    else if (!isSameName('None', name)) unknown.push(name.slice(0, 64));
  }
  return { scopes: SCOPES.filter((scope) => asked.has(scope)), unknown };
}

/** Whether objects must be looked at again, all of them: the next cycle is an initial one. */
export function needsInitialCycle(scopes: readonly ResetScope[]): boolean {
  return scopes.includes('Watermark') || scopes.includes('ConnectorDataStore');
}

export function mergeResets(
  first: readonly ResetScope[],
  second: readonly ResetScope[],
): readonly ResetScope[] {
  return SCOPES.filter((scope) => first.includes(scope) || second.includes(scope));
}

function resetScopeText(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null || !('resetScope' in input)) return '';
  if (input.resetScope === null || input.resetScope === undefined) return '';
  return typeof input.resetScope === 'string' ? input.resetScope : JSON.stringify(input.resetScope);
}

function isSameName(known: string, name: string): boolean {
  return known.toLowerCase() === name.toLowerCase();
}
