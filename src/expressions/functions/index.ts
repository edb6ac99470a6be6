import { append } from './append.js';
import {
  appRoleAssignmentsComplex,
  assertiveAppRoleAssignmentsComplex,
  singleAppRoleAssignment,
} from './app-role-assignments.js';
import { bitAnd } from './bit-and.js';
import { cBool } from './cbool.js';
import { cDate } from './c-date.js';
import { toLower, toUpper } from './change-case.js';
import { coalesce } from './coalesce.js';
import { convertToBase64 } from './convert-to-base64.js';
import { convertToUtf8Hex } from './convert-to-utf8-hex.js';
import { count } from './count.js';
import { cStr } from './cstr.js';
import { dateAdd } from './date-add.js';
import { dateDiff } from './date-diff.js';
import { dateFromNum } from './date-from-num.js';
import type { ExpressionFunction } from './expression-function.js';
import { formatDateTime } from './format-date-time.js';
import { guid } from './guid.js';
import { ignoreFlowIfNullOrEmpty } from './ignore-flow-if-null-or-empty.js';
import { iif } from './iif.js';
import { inStr } from './in-str.js';
import { isNull, isNullOrEmpty, isPresent } from './is-null.js';
import { isString } from './is-string.js';
import { item } from './item.js';
import { join } from './join.js';
import { left } from './left.js';
import { mid } from './mid.js';
import { normalizeDiacritics } from './normalize-diacritics.js';
import { not } from './not.js';
import { now } from './now.js';
import { numFromDate } from './num-from-date.js';
import { pCase } from './pcase.js';
import { randomString } from './random-string.js';
import { redact } from './redact.js';
import { removeDuplicates } from './remove-duplicates.js';
import { replace } from './replace.js';
import { selectUniqueValue } from './select-unique-value.js';
import { split } from './split.js';
import { stripSpaces } from './strip-spaces.js';
import { switchFunction } from './switch.js';
import { word } from './word.js';

const table: readonly ExpressionFunction[] = [
  append,
  appRoleAssignmentsComplex,
  assertiveAppRoleAssignmentsComplex,
  bitAnd,
  cBool,
  cDate,
  coalesce,
  convertToBase64,
  convertToUtf8Hex,
  count,
  cStr,
  dateAdd,
  dateDiff,
  dateFromNum,
  formatDateTime,
  guid,
  ignoreFlowIfNullOrEmpty,
  iif,
  inStr,
  isNull,
  isNullOrEmpty,
  isPresent,
  isString,
  item,
  join,
  left,
  mid,
  normalizeDiacritics,
  not,
  now,
  numFromDate,
  pCase,
  randomString,
  redact,
  removeDuplicates,
  replace,
  selectUniqueValue,
  singleAppRoleAssignment,
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
