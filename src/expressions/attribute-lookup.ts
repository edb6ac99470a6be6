import type { AttributeLookup, Value } from './model.js';

const DIRECTORY_EXTENSION = 'extension_';

/**
 * Finds attributes by exact name, else whatever the letter case if exactly one matches. Directory extensions are
 * case-sensitive in the directory itself and stay so.
 */
export function attributeLookup(attributes: Readonly<Record<string, readonly string[]>>): AttributeLookup {
  let byLowerCase: Map<string, Value> | undefined;
  return (name) => {
    if (Object.hasOwn(attributes, name)) return valueOf(attributes[name]);
    byLowerCase ??= foldNames(attributes);
    return byLowerCase.get(name.toLowerCase()) ?? null;
  };
}

function foldNames(attributes: Readonly<Record<string, readonly string[]>>): Map<string, Value> {
  const folded = new Map<string, Value>();
  for (const [name, values] of Object.entries(attributes)) {
    if (name.startsWith(DIRECTORY_EXTENSION)) continue;
    const key = name.toLowerCase();
    folded.set(key, folded.has(key) ? null : valueOf(values));
  }
  return folded;
}

function valueOf(values: readonly string[] | undefined): Value {
  return values === undefined || values.length === 0 ? null : values;
}
