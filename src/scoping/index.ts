export type { CompileFilterOptions } from './compile-clause.js';
export { attributesOfFilter, compileFilter } from './compile-filter.js';
export type { CompiledFilter } from './compiled-filter.js';
export { evaluateFilter, type ScopeEvaluation } from './evaluate-filter.js';
export { filterDocument, filterFrom, hasFilterList, WITHOUT_FILTER_LISTS } from './filter-document.js';
export { FilterError, type FilterProblem } from './filter-error.js';
export { inlineFilter, inlineFilterPath, toFilter, type InlineFilter } from './inline-filters.js';
export type { Filter, FilterClause, FilterGroup } from './model.js';
