export { compileRegularExpression } from './compile.js';
export { Effort } from './effort.js';
export type { MatchMode, Span } from './engine.js';
export { RegularExpressionError, RegularExpressionTimeout } from './errors.js';
export type { RegularExpression, RegularExpressionMatch } from './regular-expression.js';
