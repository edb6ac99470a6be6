/** By the lower-case names of spreadsheets and other languages: what serves the purpose here. */
const HERE: ReadonlyMap<string, string> = new Map([
  ['and', 'another IIF as second argument'],
  ['or', 'another IIF as third argument'],
  ['concat', 'Join'],
  ['concatenate', 'Join'],
  ['textjoin', 'Join'],
  ['substring', 'Mid'],
  ['substr', 'Mid'],
  ['lcase', 'ToLower'],
  ['ucase', 'ToUpper'],
  ['proper', 'PCase'],
  ['find', 'InStr'],
  ['search', 'InStr'],
  ['contains', 'InStr'],
  ['indexof', 'InStr'],
  ['substitute', 'Replace'],
  ['case', 'Switch'],
  ['isblank', 'IsNullOrEmpty'],
  ['ifnull', 'Coalesce'],
  ['today', 'Now'],
]);

/** What someone means who writes a name of another language; null when the name is unknown there, too. */
export function meantByForeignName(name: string): string | null {
  return HERE.get(name.toLowerCase()) ?? null;
}
