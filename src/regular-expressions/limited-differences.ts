import { RegularExpressionError } from './errors.js';
import type { GroupTable } from './group-table.js';
import { childrenOf, mayBeEmpty, nodesIn, type PatternNode, type Repetition } from './pattern-node.js';

/**
 * JavaScript forgets groups at each round of a repetition, lets a reference to a group without text match, and skips rounds
 * that match nothing. .NET does none of these; patterns where it would show are refused.
 * @throws {RegularExpressionError}
 */
export function refuseWhatDiffers(root: PatternNode, groups: GroupTable): void {
  for (const node of nodesIn(root)) if (node.type === 'repetition') refuseEmptyRounds(node);
  certainSlots(root, new Set(), groups, true);
}

/** The slots that have text behind the node whatever way was taken, given those that have it before. */
function certainSlots(
  node: PatternNode,
  before: ReadonlySet<number>,
  groups: GroupTable,
  isForwards: boolean,
): ReadonlySet<number> {
  const behind = (child: PatternNode, known: ReadonlySet<number>) =>
    certainSlots(child, known, groups, isForwards);
  switch (node.type) {
    case 'characters':
    case 'assertion':
      return before;
    case 'sequence':
      return (isForwards ? node.parts : node.parts.toReversed()).reduce(
        (known, part) => behind(part, known),
        before,
      );
    case 'alternation': {
      const [first = before, ...others] = node.branches.map((branch) => behind(branch, before));
      return new Set([...first].filter((slot) => others.every((other) => other.has(slot))));
    }
    case 'capture':
      return new Set([...behind(node.body, before), node.slot]);
    case 'look': {
      const inside = certainSlots(node.body, before, groups, node.isAhead);
      return node.isNegated ? before : inside;
    }
    case 'repetition': {
      const after = behind(node.body, before);
      const uncertain = node.maximum > 1 ? slotsIn(node.body).find((slot) => !after.has(slot)) : undefined;
      if (uncertain !== undefined)
        throw new RegularExpressionError(
          node.position,
          '(?:…) instead of (…) for groups that not every round of this repetition uses (beside lookarounds, backreferences or word boundaries)',
        );
      return node.minimum > 0 ? after : before;
    }
    case 'backreference': {
      const slots = groups.slotsOf(node.group) ?? [];
      if (slots.length !== 1 || !slots.every((slot) => before.has(slot)))
        throw new RegularExpressionError(
          node.position,
          'a reference to one group that surely has text at this place',
        );
      return before;
    }
  }
}

/** The slots whose text is seen outside the node: negated lookarounds keep theirs. */
function slotsIn(node: PatternNode): readonly number[] {
  if (node.type === 'look' && node.isNegated) return [];
  const below = childrenOf(node).flatMap(slotsIn);
  return node.type === 'capture' ? [node.slot, ...below] : below;
}

function refuseEmptyRounds({ body, maximum, position }: Repetition): void {
  if (maximum > 1 && mayBeEmpty(body) && [...nodesIn(body)].some(triesEmptyFirst))
    throw new RegularExpressionError(
      position,
      'a repetition of what matches at least one character (beside lookarounds, backreferences or word boundaries)',
    );
}

function triesEmptyFirst(node: PatternNode): boolean {
  if (node.type === 'repetition') return node.isLazy;
  return node.type === 'alternation' && node.branches.slice(0, -1).some(mayBeEmpty);
}
