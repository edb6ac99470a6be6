/** The digits of a whole number of 0 or more, without leading zeros; null for any other text. */
export function wholeNumberIn(text: string): string | null {
  return /^[0-9]+$/.test(text) ? text.replace(/^0+(?=[0-9])/, '') : null;
}

/** Below 0, 0 or above 0, as in sorting. For numbers of any size, in the form that {@link wholeNumberIn} gives. */
export function compareWholeNumbers(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
