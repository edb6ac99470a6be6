import { printable } from './format.js';

/** Characters shown before and after the place, so that the caret does not wrap. */
const BEFORE = 48;
const AFTER = 24;

/** The line of the expression that holds `position` (0-based), with a caret under it; long lines are cut on both sides. */
export function pointedAt(expression: string, position: number): string {
  const start = expression.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = expression.indexOf('\n', position);
  const end = lineEnd < 0 ? expression.length : lineEnd;
  const from = Math.max(start, position - BEFORE);
  const to = Math.min(end, position + AFTER);
  const before = (from > start ? '…' : '') + printable(expression.slice(from, position));
  const after = printable(expression.slice(position, to)) + (to < end ? '…' : '');
  return `  ${before}${after}\n  ${' '.repeat(before.length)}^`;
}
