import { append } from './append.js';
import { toLower, toUpper } from './change-case.js';
import { coalesce } from './coalesce.js';
import { convertToBase64 } from './convert-to-base64.js';
import { convertToUtf8Hex } from './convert-to-utf8-hex.js';
import { count } from './count.js';
import { cStr } from './cstr.js';
import type { ExpressionFunction } from './expression-function.js';
import { inStr } from './in-str.js';
import { item } from './item.js';
import { join } from './join.js';
import { left } from './left.js';
import { mid } from './mid.js';
import { normalizeDiacritics } from './normalize-diacritics.js';
import { not } from './not.js';
import { pCase } from './pcase.js';
import { removeDuplicates } from './remove-duplicates.js';
import { split } from './split.js';
import { stripSpaces } from './strip-spaces.js';
import { switchFunction } from './switch.js';
import { word } from './word.js';

const table: readonly ExpressionFunction[] = [
  append,
  coalesce,
  convertToBase64,
  convertToUtf8Hex,
  count,
  cStr,
  inStr,
  item,
  join,
  left,
  mid,
  normalizeDiacritics,
  not,
  pCase,
  removeDuplicates,
  split,
  stripSpaces,
  switchFunction,
  toLower,
  toUpper,
  word,
];

/** The functions of the language, by their case-sensitive names. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  table.map((definition) => [definition.name, definition]),
);
