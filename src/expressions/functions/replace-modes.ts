/** The positions of Replace's arguments. */
export const POSITION = {
  source: 0,
  find: 1,
  pattern: 2,
  groupName: 3,
  replacement: 4,
  attribute: 5,
  template: 6,
} as const;

export type ReplaceMode = 'text' | 'template' | 'pattern' | 'group' | 'otherAttribute';

/** The five ways to call Replace, by the positions that are filled besides the source. */
const FILLED: readonly (readonly [mode: ReplaceMode, positions: readonly number[]])[] = [
  ['text', [POSITION.find, POSITION.replacement]],
  ['template', [POSITION.find, POSITION.template]],
  ['pattern', [POSITION.pattern, POSITION.replacement]],
  ['group', [POSITION.pattern, POSITION.groupName, POSITION.replacement]],
  ['otherAttribute', [POSITION.pattern, POSITION.groupName, POSITION.attribute]],
];

/** The mode whose positions are filled, and no others; null when there is none. `""` fills a position. */
export function replaceModeOf(isGiven: (position: number) => boolean): ReplaceMode | null {
  const filled = Object.values(POSITION).filter(
    (position) => position !== POSITION.source && isGiven(position),
  );
  return FILLED.find(([, positions]) => positions.join() === filled.join())?.[0] ?? null;
}
