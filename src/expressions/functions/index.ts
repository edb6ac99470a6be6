import { append } from './append.js';
import { toLower, toUpper } from './change-case.js';
import { coalesce } from './coalesce.js';
import type { ExpressionFunction } from './expression-function.js';
import { item } from './item.js';
import { join } from './join.js';
import { not } from './not.js';
import { switchFunction } from './switch.js';

const table: readonly ExpressionFunction[] = [
  append,
  coalesce,
  item,
  join,
  not,
  switchFunction,
  toLower,
  toUpper,
];

/** The functions of the language, by their case-sensitive names. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  table.map((definition) => [definition.name, definition]),
);
