import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  type Document,
  type Node,
  type Tags,
} from 'yaml';
import { ConfigurationError, unusable, type ConfigurationProblem } from './configuration-error.js';

/** A place in the text, both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlDocument {
  /** The plain data. */
  readonly data: unknown;
  /** Where the value at `path` begins, or its key; the nearest place above it when there is no such value. */
  position(path: readonly PropertyKey[], part?: 'value' | 'key'): Position;
}

const NUMERIC = ['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'];
const MOST_ALIASES = 100;
/** Reading descends into each level; some thousand of them would end the process. */
const MOST_LEVELS = 700;

/**
 * Reads YAML 1.2, and so JSON.
 * @param options `numbers`: whether a plain number is a number, or the text that it is written as.
 * @throws {ConfigurationError} with every syntax error. It repeats nothing of the text, which may hold a secret.
 */
export function parseYaml(
  file: string,
  text: string,
  { numbers = 'number' }: { readonly numbers?: 'number' | 'text' } = {},
): YamlDocument {
  if (isTooDeep(text))
    throw new ConfigurationError(file, [
      { line: 1, column: 1, path: '', message: `is nested in more than ${MOST_LEVELS} levels` },
    ]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    ...(numbers === 'text' && { customTags: (tags) => tags.filter((tag) => !isNumeric(tag)) }),
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0)
    throw new ConfigurationError(
      file,
      document.errors.map(({ pos, message }): ConfigurationProblem => {
        return {
          ...position(pos[0]),
          path: '',
          message: `is not valid YAML here: ${withoutExcerpt(message)}`,
        };
      }),
    );
  return {
    data: plainData(file, document),
    position: (path, part = 'value') => position(offsetOf(document, path, part)),
  };
}

function isNumeric(tag: Tags[number]): boolean {
  return typeof tag === 'object' && NUMERIC.includes(tag.tag);
}

/** The parser itself keeps a stack of its own and bears any depth. */
function isTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    const tokens = parser.next(lexeme);
    while (tokens.next().done !== true);
    if (parser.stack.length > MOST_LEVELS) return true;
  }
  return false;
}

function plainData(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw unusable(file, 'cannot be used: its aliases expand without end');
  }
}

/** The parser's messages end in an excerpt of the text after a colon. */
function withoutExcerpt(message: string): string {
  return message.split(/: ?/)[0] ?? message;
}

function offsetOf(document: Document, path: readonly PropertyKey[], part: 'value' | 'key'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const resolved: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(resolved)) {
      const pair = resolved.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      const keyOffset = startOf(pair.key) ?? offset;
      offset = part === 'key' ? keyOffset : (startOf(pair.value) ?? keyOffset);
      node = pair.value;
    } else if (isSeq(resolved) && typeof step === 'number') {
      node = resolved.items[step];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0];
}
