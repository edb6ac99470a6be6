import type { FilterClause } from './model.js';

/**
 * Names clauses for the trace, as Entra does: `Field staff.department EQUALS 'Sales'`. Operators without value end with
 * their name, several values stand one after the other: `'Sales', 'Legal'`. Clauses that differ never get the same title:
 * where the texts meet, the later one gets a number.
 */
export function clauseTitles(): (group: string, clause: FilterClause) => string {
  const holders = new Map<string, string>();
  return (group, { sourceOperandName, operatorName, targetOperand: { values } }) => {
    const constants = values.map((value) => `'${value}'`).join(', ');
    const title = `${group}.${sourceOperandName} ${operatorName} ${constants}`.trimEnd();
    const clause = JSON.stringify([group, sourceOperandName, operatorName, ...values]);
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? title : `${title} (${count})`;
      const holder = holders.get(candidate) ?? clause;
      if (holder !== clause) continue;
      holders.set(candidate, clause);
      return candidate;
    }
  };
}
