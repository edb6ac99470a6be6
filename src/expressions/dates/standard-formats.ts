const DATE = 'MM/dd/yyyy';
const LONG_DATE = 'dddd, dd MMMM yyyy';
const MONTH_DAY = 'MMMM dd';
const YEAR_MONTH = 'yyyy MMMM';
const ROUND_TRIP = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK";
const RFC_1123 = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";

/**
 * What a format of a single letter stands for.
 * @see .NET, "Standard date and time format strings", invariant culture.
 */
export const STANDARD_FORMATS: ReadonlyMap<string, string> = new Map([
  ['d', DATE],
  ['D', LONG_DATE],
  ['f', `${LONG_DATE} HH:mm`],
  ['F', `${LONG_DATE} HH:mm:ss`],
  ['g', `${DATE} HH:mm`],
  ['G', `${DATE} HH:mm:ss`],
  ['m', MONTH_DAY],
  ['M', MONTH_DAY],
  ['o', ROUND_TRIP],
  ['O', ROUND_TRIP],
  ['r', RFC_1123],
  ['R', RFC_1123],
  ['s', "yyyy'-'MM'-'dd'T'HH':'mm':'ss"],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"],
  ['U', `${LONG_DATE} HH:mm:ss`],
  ['y', YEAR_MONTH],
  ['Y', YEAR_MONTH],
]);
