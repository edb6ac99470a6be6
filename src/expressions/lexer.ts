import { ExpressionError } from './expression-error.js';
import { insteadOf } from './foreign-signs.js';

export interface Token {
  readonly type: 'name' | 'attribute' | 'string' | 'number' | 'operator' | '(' | ')' | ',' | 'end';
  /** What the token stands for: a string without its quotes, an attribute without its brackets, a number in decimals. */
  readonly value: string;
  readonly position: number;
}

const SPACE = /\s*/y;
const NAME = /[A-Za-z_]\w*/y;
const DECIMAL = /-?\d+(?:\.\d+)?/y;
const HEXADECIMAL = /&H[0-9A-F]+/iy;
const OPERATOR = /<>|<=|>=|[=<>]/y;
const STRING = /"(?:[^"\\]|\\[^])*"/y;

/** @throws {ExpressionError} */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let position = skipSpace(text, 0); position < text.length;) {
    const { token, end } = tokenAt(text, position);
    tokens.push(token);
    position = skipSpace(text, end);
  }
  tokens.push({ type: 'end', value: '', position: text.length });
  return tokens;
}

function tokenAt(text: string, position: number): { readonly token: Token; readonly end: number } {
  const token = (type: Token['type'], raw: string, value = raw) => ({
    token: { type, value, position },
    end: position + raw.length,
  });

  const first = text.charAt(position);
  if (first === '(' || first === ')' || first === ',') return token(first, first);
  if (first === '[') {
    const raw = attributeAt(text, position);
    return token('attribute', raw, raw.slice(1, -1).trim());
  }
  const string = matchAt(STRING, text, position);
  if (string !== undefined) return token('string', string, unescape(string));
  const decimal = matchAt(DECIMAL, text, position);
  if (decimal !== undefined) return token('number', decimal);
  const hexadecimal = matchAt(HEXADECIMAL, text, position);
  if (hexadecimal !== undefined)
    return token('number', hexadecimal, String(BigInt(`0x${hexadecimal.slice(2)}`)));
  const operator = matchAt(OPERATOR, text, position);
  if (operator !== undefined) return token('operator', operator);
  const name = matchAt(NAME, text, position);
  if (name !== undefined) return token('name', name);

  if (first === '"')
    throw new ExpressionError(
      text.length,
      `a closing double quote (the text begins at position ${position + 1})`,
    );
  throw new ExpressionError(position, insteadOf(text, position));
}

/** From `[` to the bracket that closes it: a name may hold brackets of its own, as SCIM paths do. */
function attributeAt(text: string, start: number): string {
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    if (text[position] === '[') depth += 1;
    if (text[position] === ']') depth -= 1;
    if (depth > 0) continue;
    const raw = text.slice(start, position + 1);
    if (raw.slice(1, -1).trim() === '') throw new ExpressionError(start + 1, 'an attribute name');
    return raw;
  }
  throw new ExpressionError(
    text.length,
    `a closing bracket "]" (the attribute begins at position ${start + 1})`,
  );
}

/** Only `\"` and `\\` are escapes; any other backslash stands for itself, so that `"\+"` and `"\\+"` are one pattern. */
function unescape(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

function skipSpace(text: string, position: number): number {
  return position + (matchAt(SPACE, text, position)?.length ?? 0);
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
