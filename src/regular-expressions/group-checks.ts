import { RegularExpressionError } from './errors.js';
import type { GroupTable } from './group-table.js';
import { childrenOf, nodesIn, type Capture, type ParsedPattern, type PatternNode } from './pattern-node.js';

/** Ranges of characters that all classes of a pattern may have together; `\w` alone has some 750. */
const MAXIMUM_RANGES = 100_000;

/**
 * What is wrong with a pattern as a whole: references to nowhere, one name for groups that may have text at once, size.
 * @throws {RegularExpressionError}
 */
export function checkGroups({ root, captureNames }: ParsedPattern, groups: GroupTable): void {
  let ranges = 0;
  for (const node of nodesIn(root)) {
    if (node.type === 'characters') ranges += node.set.length;
    if (node.type === 'backreference' && groups.slotsOf(node.group) === null)
      throw new RegularExpressionError(node.position, 'a reference to a group that the pattern has');
  }
  if (ranges > MAXIMUM_RANGES)
    throw new RegularExpressionError(
      0,
      'a pattern with fewer classes of many characters such as \\w and \\p{L}',
    );
  for (const name of groups.names) {
    const slots = new Set(groups.slotsOf(name));
    if (slots.size > 1 && mostAtOnce(root, slots) > 1) {
      const last = capturesIn(root).findLast((capture) => captureNames[capture.slot - 1] === name);
      throw new RegularExpressionError(
        last?.position ?? 0,
        'another name for the group: one name is for groups in alternatives, of which only one has text',
      );
    }
  }
}

/** How many of the slots can have text after one match. */
function mostAtOnce(node: PatternNode, slots: ReadonlySet<number>): number {
  const below = childrenOf(node).map((child) => mostAtOnce(child, slots));
  if (node.type === 'alternation') return Math.max(...below);
  const sum = below.reduce((total, count) => total + count, 0);
  if (node.type === 'capture') return sum + (slots.has(node.slot) ? 1 : 0);
  if (node.type === 'repetition' && node.maximum > 1)
    return capturesIn(node.body).filter(({ slot }) => slots.has(slot)).length;
  return sum;
}

function capturesIn(node: PatternNode): readonly Capture[] {
  return [...nodesIn(node)].filter((candidate) => candidate.type === 'capture');
}
