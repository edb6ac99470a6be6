import { clauseTitles } from './clause-titles.js';
import { compileClause, type CompileFilterOptions } from './compile-clause.js';
import type { CompiledFilter, CompiledGroup } from './compiled-filter.js';
import { FilterError, type FilterProblem } from './filter-error.js';
import type { Filter, FilterClause, FilterGroup } from './model.js';

/** What a filter may hold, so that judging an object stays quick. */
const MOST_GROUPS = 100;
const MOST_CLAUSES = 100;
const MOST_VALUES = 10_000;
const LONGEST_NAME = 1_000;

const groupLists = ['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const;

/**
 * Reads a filter once, for every object to come. A group without name is called after its place: `Filter 1`.
 * @throws {FilterError} with all problems.
 */
export function compileFilter(filter: Filter, options: CompileFilterOptions): CompiledFilter {
  const problems = [...oversize(filter)];
  if (problems.length > 0) throw new FilterError(problems);

  const titleOf = clauseTitles();
  const compile = (list: (typeof groupLists)[number]): readonly CompiledGroup[] =>
    filter[list].map((group, index) => {
      const name = group.name.trim() === '' ? `Filter ${index + 1}` : group.name;
      return group.clauses.flatMap((clause, position) => {
        const compiled = compileClause(clause, titleOf(name, clause), options, (path, problem) =>
          problems.push({ path: [list, index, 'clauses', position, ...path], problem }),
        );
        return compiled ?? [];
      });
    });

  const compiled: CompiledFilter = {
    groups: compile('groups'),
    inputFilterGroups: compile('inputFilterGroups'),
    categoryFilterGroups: compile('categoryFilterGroups'),
  };
  problems.push(...emptyGroups(filter));
  if (problems.length > 0) throw new FilterError(problems);
  return compiled;
}

/** The names of the attributes that a filter looks at, as it writes them, each once. */
export function attributesOfFilter(filter: Filter): readonly string[] {
  return [...new Set(clausesOf(filter).map(({ sourceOperandName }) => sourceOperandName))];
}

function clausesOf(filter: Filter): readonly FilterClause[] {
  return groupLists.flatMap((list) => filter[list]).flatMap(({ clauses }) => clauses);
}

function emptyGroups(filter: Filter): readonly FilterProblem[] {
  return groupLists.flatMap((list) =>
    filter[list].flatMap(({ clauses }, index) =>
      clauses.length > 0
        ? []
        : [
            {
              path: [list, index, 'clauses'],
              problem: 'a group needs a clause; add one or remove the group',
            },
          ],
    ),
  );
}

function oversize(filter: Filter): readonly FilterProblem[] {
  const values = clausesOf(filter).reduce(
    (count, { targetOperand }) => count + targetOperand.values.length,
    0,
  );
  return [
    ...groupLists.flatMap((list) => oversizeGroups(filter[list], list)),
    ...(values <= MOST_VALUES
      ? []
      : [
          {
            path: [],
            problem: `has ${values} values and may have ${MOST_VALUES}; use fewer, or a regular expression`,
          },
        ]),
  ];
}

function oversizeGroups(groups: readonly FilterGroup[], list: string): readonly FilterProblem[] {
  if (groups.length > MOST_GROUPS)
    return [
      { path: [list], problem: `has ${groups.length} groups and may have ${MOST_GROUPS}; put some together` },
    ];
  return groups.flatMap(({ name, clauses }, index) => [
    ...(name.length <= LONGEST_NAME
      ? []
      : [{ path: [list, index, 'name'], problem: `may have ${LONGEST_NAME} characters; shorten it` }]),
    ...(clauses.length <= MOST_CLAUSES
      ? []
      : [
          {
            path: [list, index, 'clauses'],
            problem: `has ${clauses.length} clauses and may have ${MOST_CLAUSES}; split the group`,
          },
        ]),
  ]);
}
