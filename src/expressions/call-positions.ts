import type { Expression } from './model.js';

/** Beside the expressions, not in them: where a call stands in its text is no part of what it means. */
const positions = new WeakMap<Expression, number>();

/** @param position 0-based index into the text that was read. */
export function rememberPosition(call: Expression, position: number): void {
  positions.set(call, position);
}

/** Null for a call that was not read from a text. */
export function positionOf(call: Expression): number | null {
  return positions.get(call) ?? null;
}
