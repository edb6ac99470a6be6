import type { CodePointSet } from './code-point-set.js';
import { mayBeEmpty, type Assertion, type PatternNode, type Repetition } from './pattern-node.js';

/** How an engine spells what its patterns are made of. */
export interface Dialect {
  readonly characters: (set: CodePointSet) => string;
  readonly assertion: (kind: Assertion) => string;
  readonly backreference: (group: number | string) => string;
}

/** Writes a pattern for an engine. Groups are written without names: engines count them as `slot` does. */
export function writePattern(node: PatternNode, dialect: Dialect): string {
  const write = (child: PatternNode): string => writePattern(child, dialect);
  switch (node.type) {
    case 'characters':
      return dialect.characters(node.set);
    case 'assertion':
      return dialect.assertion(node.kind);
    case 'backreference':
      return dialect.backreference(node.group);
    case 'sequence':
      return node.parts.map(write).join('');
    case 'alternation':
      return `(?:${node.branches.map(write).join('|')})`;
    case 'capture':
      return `(${write(node.body)})`;
    case 'look':
      return `(?${node.isAhead ? '' : '<'}${node.isNegated ? '!' : '='}${write(node.body)})`;
    case 'repetition':
      return writeRepetition(node, write(node.body));
  }
}

/** One range or character in the brackets of a class, with each code point as the engine spells it. */
export function writeRanges(set: CodePointSet, spell: (hexadecimal: string) => string): string {
  return set
    .map(([first, last]) =>
      first === last ? spell(first.toString(16)) : `${spell(first.toString(16))}-${spell(last.toString(16))}`,
    )
    .join('');
}

/** An alternative to nothing instead of `?`, since JavaScript takes no empty match where a repetition may end. */
function writeRepetition(node: Repetition, body: string): string {
  const { minimum, maximum, isLazy } = node;
  if (minimum === 0 && maximum === 1 && mayBeEmpty(node.body))
    return isLazy ? `(?:|${body})` : `(?:${body}|)`;
  const isAtom = node.body.type === 'characters' || node.body.type === 'capture';
  return (isAtom ? body : `(?:${body})`) + quantifierOf(node);
}

function quantifierOf({ minimum, maximum, isLazy }: Repetition): string {
  const bounds = minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum === Infinity ? '' : maximum}}`;
  return bounds + (isLazy ? '?' : '');
}
