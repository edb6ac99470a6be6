import type { CodePointSet } from './code-point-set.js';

/** What holds between two characters. `textEnd` is the very end: a line feed before it counts as text. */
export type Assertion =
  'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'notWordBoundary';

/**
 * A pattern without its dialect: options, escapes and classes are resolved into sets of characters, so that every
 * engine is told the same. Positions are 0-based indexes into the pattern.
 */
export type PatternNode =
  | { readonly type: 'characters'; readonly set: CodePointSet }
  | { readonly type: 'assertion'; readonly kind: Assertion }
  | { readonly type: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly type: 'alternation'; readonly branches: readonly PatternNode[] }
  | Capture
  | Repetition
  | {
      readonly type: 'look';
      readonly isAhead: boolean;
      readonly isNegated: boolean;
      readonly body: PatternNode;
    }
  | { readonly type: 'backreference'; readonly group: number | string; readonly position: number };

export interface Capture {
  readonly type: 'capture';
  /** 1-based, in the order of the opening parentheses: the number that engines give. */
  readonly slot: number;
  readonly body: PatternNode;
  readonly position: number;
}

export interface Repetition {
  readonly type: 'repetition';
  readonly body: PatternNode;
  readonly minimum: number;
  /** Infinity when there is none. */
  readonly maximum: number;
  readonly isLazy: boolean;
  readonly position: number;
}

export interface ParsedPattern {
  readonly root: PatternNode;
  /** The name of each capture by its slot less one; null for a group without name. */
  readonly captureNames: readonly (string | null)[];
}

/** The nodes directly below a node. */
export function childrenOf(node: PatternNode): readonly PatternNode[] {
  switch (node.type) {
    case 'sequence':
      return node.parts;
    case 'alternation':
      return node.branches;
    case 'capture':
    case 'repetition':
    case 'look':
      return [node.body];
    case 'characters':
    case 'assertion':
    case 'backreference':
      return [];
  }
}

/** The node and all below it, in the order of the pattern. */
export function* nodesIn(node: PatternNode): Generator<PatternNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

/** Whether the node can match without taking a character. */
export function mayBeEmpty(node: PatternNode): boolean {
  switch (node.type) {
    case 'characters':
      return false;
    case 'assertion':
    case 'look':
    case 'backreference':
      return true;
    case 'sequence':
      return node.parts.every(mayBeEmpty);
    case 'alternation':
      return node.branches.some(mayBeEmpty);
    case 'capture':
      return mayBeEmpty(node.body);
    case 'repetition':
      return node.minimum === 0 || mayBeEmpty(node.body);
  }
}
