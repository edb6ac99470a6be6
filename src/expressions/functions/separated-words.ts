/** The longest runs of characters that are none of the separators, as a pattern with the flags `gu`. */
export function wordsBetween(separators: string): RegExp {
  const characters = Array.from(new Set(separators), (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return new RegExp(`[^${characters.join('')}]+`, 'gu');
}
