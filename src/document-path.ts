/** A place in a document: names of properties and positions in lists. */
export type DocumentPath = readonly (string | number)[];

/** `apps[0].mappings[2].target`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
