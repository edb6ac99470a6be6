const NUMBER = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
const WHOLE_NUMBER = /^\s*[+-]?\d+\s*$/;
/** In characters: a longer text is no number, so that reading numbers never takes long. */
const LONGEST = 1_000;

/** Whether the text is a number as the language writes it; white space around it does not matter. */
export function isNumber(text: string): boolean {
  return text.length <= LONGEST && NUMBER.test(text);
}

export function isWholeNumber(text: string): boolean {
  return text.length <= LONGEST && WHOLE_NUMBER.test(text);
}
