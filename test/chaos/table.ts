import { hasPassed, tableNames, type Result, type TableName } from './combination.js';

/** The tables of `docs/reliability.md`: how often each combination was seen to happen, and whether it went well. */
export function tablesOf(results: readonly Result[]): string {
  return tableNames
    .map((name) => [name, results.filter(({ combination }) => combination.table === name)] as const)
    .filter(([, some]) => some.length > 0)
    .map(([name, some]) => `### ${name}\n\n${tableOf(some)}\n`)
    .join('\n');
}

/** Columns down the side where there are many: a page is narrow. */
function tableOf(results: readonly Result[]): string {
  const rows = distinct(results.map(({ combination }) => combination.row));
  const columns = distinct(results.map(({ combination }) => combination.column));
  const isTurned = columns.length > rows.length;
  const [down, across] = isTurned ? [columns, rows] : [rows, columns];
  const cell = (one: string, other: string): string => {
    const [row, column] = isTurned ? [other, one] : [one, other];
    const found = results.find(({ combination }) => combination.row === row && combination.column === column);
    if (found === undefined) return '';
    return hasPassed(found) ? String(found.times) : `${found.times} FAILED`;
  };
  const lines = down.map((one) => `| ${[one, ...across.map((other) => cell(one, other))].join(' | ')} |`);
  const header = `| ${['', ...across].join(' | ')} |`;
  return [header, `|${' --- |'.repeat(across.length + 1)}`, ...lines].join('\n');
}

/** In one line for each table. */
export function summaryOf(results: readonly Result[]): string {
  const count = (name: TableName): string => {
    const some = results.filter(({ combination }) => combination.table === name);
    return `| ${name} | ${some.length} | ${some.reduce((sum, { times }) => sum + times, 0)} | ${some.filter(hasPassed).length} |`;
  };
  return [
    '| | combinations | times a fault was seen to happen | converged |',
    '| --- | --- | --- | --- |',
    ...tableNames.map(count),
  ].join('\n');
}

/** What went wrong, with the command that does it again. */
export function failuresOf(results: readonly Result[]): readonly string[] {
  return results
    .filter((result) => !hasPassed(result))
    .map(
      ({ combination, problems }) =>
        `${combination.id}\n${problems.map((problem) => `    ${problem}\n`).join('')}    again: npm run chaos -- --only '${combination.id}'`,
    );
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
