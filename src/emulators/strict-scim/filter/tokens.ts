import { badRequest } from '../scim-error.js';

export type Token =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'literal'; readonly text: string; readonly value: string | number }
  | { readonly type: 'bracket'; readonly text: '(' | ')' | '[' | ']' | '].' };

const pattern =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<bracket>\]\.|[()[\]])|(?<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?=[\s)\]]|$)|(?<word>[^\s()[\]"]+))/y;

/** @throws {ScimError} 400 `invalidFilter` at what is no token. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw badRequest('invalidFilter', `The filter cannot be read at ${at + 1}.`);
    found.push(token(groups, at));
  }
  return found;
}

function token(groups: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { text, bracket, number, word } = groups;
  if (text !== undefined) return { type: 'literal', text, value: unquoted(text, at) };
  if (number !== undefined) return { type: 'literal', text: number, value: Number(number) };
  if (bracket !== undefined) return { type: 'bracket', text: bracket as '(' | ')' | '[' | ']' | '].' };
  return { type: 'word', text: word ?? '' };
}

function unquoted(text: string, at: number): string {
  try {
    return JSON.parse(text) as string; // what stands in quotes is a string
  } catch {
    throw badRequest('invalidFilter', `The filter has a malformed string at ${at + 1}.`);
  }
}
