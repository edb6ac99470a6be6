import { GroupTable } from '../../../src/regular-expressions/group-table.js';
import { LimitedEngine } from '../../../src/regular-expressions/limited-engine.js';
import { LinearEngine } from '../../../src/regular-expressions/linear-engine.js';
import { parsePattern } from '../../../src/regular-expressions/parser.js';

/** Both engines for one pattern, whichever would be chosen; null for the linear one when it cannot do it. */
export function eachEngine(pattern: string) {
  const parsed = parsePattern(pattern);
  return {
    linear: LinearEngine.for(parsed),
    limited: new LimitedEngine(parsed, new GroupTable(parsed.captureNames)),
  };
}
