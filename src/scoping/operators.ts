import {
  compileRegularExpression,
  RegularExpressionError,
  RegularExpressionTimeout,
} from '../regular-expressions/index.js';
import type { AttributeType } from '../schema/model.js';
import type { OperatorName } from './model.js';
import { compareWholeNumbers, wholeNumberIn } from './whole-number.js';

/** Why a value cannot be judged. Its clause is false then, whether the operator is negative or not. */
export interface Doubt {
  readonly doubt: string;
  readonly isOverTime?: true;
}

/** Judges one value of an attribute, never an empty one. Total. */
export type ValueTest = (value: string) => boolean | Doubt;

export interface OperatorOptions {
  /** Whether a regular expression must fit the whole value or a part of it. */
  readonly regexMatch: 'whole' | 'search';
}

interface Common {
  readonly name: OperatorName;
  /** The types of attributes that it can be asked of. */
  readonly types: readonly AttributeType[];
}

export interface UnaryOperator extends Common {
  readonly arity: 'unary';
  /** What an attribute without value, or with an empty one, answers. */
  readonly ofNothing: boolean;
  readonly test: ValueTest;
}

export interface BinaryOperator extends Common {
  readonly arity: 'binary';
  /** True when no value passes the test, instead of when one does. */
  readonly isNegative: boolean;
  /** Whether a test may be given up because it takes too long. */
  readonly isCostly: boolean;
  /** @throws {UnfitConstant} */
  readonly testAgainst: (constant: string, options: OperatorOptions) => ValueTest;
}

export type Operator = UnaryOperator | BinaryOperator;

/** A clause's value that its operator cannot use. The message says what it takes. */
export class UnfitConstant extends Error {
  override readonly name = 'UnfitConstant';
}

type TestAgainst = BinaryOperator['testAgainst'];

const NO_WHOLE_NUMBER: Doubt = { doubt: 'the value is no whole number of 0 or more' };
const OVER_TIME: Doubt = { doubt: 'the regular expression took too long on the value', isOverTime: true };

const equals: TestAgainst = (constant) => (value) => value === constant;
const includes: TestAgainst = (constant) => {
  refuseEmpty(constant);
  return (value) => value.includes(constant);
};
const endsWith: TestAgainst = (constant) => {
  refuseEmpty(constant);
  return (value) => value.endsWith(constant);
};
const isPartOf: TestAgainst = (constant) => (value) => constant.includes(value);
const matches: TestAgainst = (constant, { regexMatch }) => {
  const expression = readRegularExpression(constant);
  return (value) => {
    try {
      return expression.isMatch(value, regexMatch);
    } catch (error) {
      if (error instanceof RegularExpressionTimeout) return OVER_TIME;
      throw error;
    }
  };
};
const isGreaterThan: TestAgainst = (constant) => compareWith(constant, (order) => order > 0);
const isAtLeast: TestAgainst = (constant) => compareWith(constant, (order) => order >= 0);

const ANY: readonly AttributeType[] = ['String', 'Integer', 'Binary', 'Boolean'];
const EQUATABLE: readonly AttributeType[] = ['String', 'Integer', 'Boolean'];
const LEGIBLE: readonly AttributeType[] = ['String', 'Integer'];
const TEXT: readonly AttributeType[] = ['String'];

const table: readonly Operator[] = [
  binary('EQUALS', EQUATABLE, equals),
  negative('NOT EQUALS', EQUATABLE, equals),
  unary('IS TRUE', ['Boolean'], (value) => value.toLowerCase() === 'true'),
  unary('IS FALSE', ['Boolean'], (value) => value.toLowerCase() === 'false'),
  { name: 'IS NULL', arity: 'unary', types: ANY, ofNothing: true, test: () => false },
  unary('IS NOT NULL', ANY, () => true),
  binary('REGEX MATCH', LEGIBLE, matches),
  negative('NOT REGEX MATCH', LEGIBLE, matches),
  binary('Greater_Than', LEGIBLE, isGreaterThan),
  binary('Greater_Than_OR_EQUALS', LEGIBLE, isAtLeast),
  binary('Includes', TEXT, includes),
  binary('ENDS_WITH', TEXT, endsWith),
  binary('&', TEXT, isPartOf),
  negative('!&', TEXT, isPartOf),
];

/**
 * The operators of clauses, by their exact names. Text is compared letter by letter, letter case included; the source's
 * numbers come as text, so that those that compare numbers take both types.
 * @see Microsoft Entra, "Scoping users or groups to be provisioned with scoping filters".
 */
export const operators: ReadonlyMap<string, Operator> = new Map(
  table.map((operator) => [operator.name, operator]),
);

function unary(name: OperatorName, types: readonly AttributeType[], test: ValueTest): UnaryOperator {
  return { name, arity: 'unary', types, ofNothing: false, test };
}

function binary(
  name: OperatorName,
  types: readonly AttributeType[],
  testAgainst: TestAgainst,
): BinaryOperator {
  return { name, arity: 'binary', types, isNegative: false, isCostly: testAgainst === matches, testAgainst };
}

function negative(
  name: OperatorName,
  types: readonly AttributeType[],
  testAgainst: TestAgainst,
): BinaryOperator {
  return { ...binary(name, types, testAgainst), isNegative: true };
}

function refuseEmpty(constant: string): void {
  if (constant === '')
    throw new UnfitConstant('every text has an empty one in it; give a text, or use IS NOT NULL');
}

function readRegularExpression(pattern: string) {
  try {
    return compileRegularExpression(pattern);
  } catch (error) {
    if (!(error instanceof RegularExpressionError)) throw error;
    throw new UnfitConstant(
      `expected ${error.expectation} at position ${error.position + 1} of the regular expression`,
    );
  }
}

function compareWith(constant: string, isFit: (order: number) => boolean): ValueTest {
  const limit = wholeNumberIn(constant);
  if (limit === null) throw new UnfitConstant('must be a whole number of 0 or more, such as "41"');
  return (value) => {
    const number = wholeNumberIn(value);
    return number === null ? NO_WHOLE_NUMBER : isFit(compareWholeNumbers(number, limit));
  };
}
