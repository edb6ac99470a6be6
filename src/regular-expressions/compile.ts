import { RegularExpressionError } from './errors.js';
import { checkGroups } from './group-checks.js';
import { GroupTable } from './group-table.js';
import { LimitedEngine } from './limited-engine.js';
import { LinearEngine } from './linear-engine.js';
import { parsePattern } from './parser.js';
import { RegularExpression } from './regular-expression.js';

/** Patterns may come from people's attributes: only so many are kept. */
const MAXIMUM_KEPT = 100;
const kept = new Map<string, RegularExpression>();

/**
 * Compiles a pattern of .NET's dialect, or finds it compiled.
 * @throws {RegularExpressionError} when it is none, or its meaning cannot be kept.
 */
export function compileRegularExpression(pattern: string): RegularExpression {
  const compiled = kept.get(pattern) ?? compile(pattern);
  kept.delete(pattern);
  kept.set(pattern, compiled);
  const oldest = kept.keys().next().value;
  if (kept.size > MAXIMUM_KEPT && oldest !== undefined) kept.delete(oldest);
  return compiled;
}

/** The linear engine when it can, with the other one for texts that it leaves. */
function compile(pattern: string): RegularExpression {
  const parsed = parsePattern(pattern);
  const groups = new GroupTable(parsed.captureNames);
  checkGroups(parsed, groups);
  const linear = LinearEngine.for(parsed);
  if (linear === null) return new RegularExpression(groups, [new LimitedEngine(parsed, groups)]);
  if (linear.takesEveryCharacter) return new RegularExpression(groups, [linear, ...limitedIfPossible()]);
  return new RegularExpression(groups, [linear, new LimitedEngine(parsed, groups)]);

  function limitedIfPossible(): readonly LimitedEngine[] {
    try {
      return [new LimitedEngine(parsed, groups)];
    } catch (thrown) {
      if (thrown instanceof RegularExpressionError) return [];
      throw thrown;
    }
  }
}
