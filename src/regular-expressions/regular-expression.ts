import { Effort } from './effort.js';
import type { Engine, MatchMode, Span } from './engine.js';
import { RegularExpressionTimeout } from './errors.js';
import type { GroupTable } from './group-table.js';
import { expand, readReplacement, replaceSpans, spanOf } from './replacement.js';

/** One match: its place in the text, in UTF-16 code units, and the place of each named group; null when it took no part. */
export interface RegularExpressionMatch extends Span {
  readonly groups: Readonly<Record<string, Span | null>>;
}

/**
 * A compiled pattern of .NET's dialect. Every method throws {RegularExpressionTimeout} rather than hold up the process; give the
 * same effort along for all texts of a list.
 */
export class RegularExpression {
  readonly #groups: GroupTable;
  /** In the order in which they are asked. */
  readonly #engines: readonly Engine[];

  constructor(groups: GroupTable, engines: readonly Engine[]) {
    this.#groups = groups;
    this.#engines = engines;
  }

  /** The names of the groups, in the order of the pattern. */
  get groupNames(): readonly string[] {
    return this.#groups.names;
  }

  isMatch(text: string, mode: MatchMode, effort = new Effort()): boolean {
    return this.#ask((engine) => engine.isMatch(text, mode, effort));
  }

  /** Not overlapping, from left to right. */
  matches(text: string, effort = new Effort()): readonly RegularExpressionMatch[] {
    return this.#matches(text, effort).map((match) => ({
      ...match[0],
      groups: Object.fromEntries(
        this.groupNames.map((name) => [name, spanOf(match, this.#groups.slotsOf(name) ?? [])]),
      ),
    }));
  }

  /** Every match becomes the replacement, in which `$1`, `${name}` and the other patterns of .NET are filled in. */
  replace(text: string, replacement: string, effort = new Effort()): string {
    const parts = readReplacement(replacement, this.#groups);
    return replaceSpans(
      text,
      this.#matches(text, effort).map((match) => ({ span: match[0], by: () => expand(parts, text, match) })),
    );
  }

  /**
   * In every match the text of the group becomes the replacement, which is taken as it stands; the rest of the match stays.
   * A name that the pattern does not have changes nothing: ask `groupNames`.
   */
  replaceGroup(text: string, groupName: string, replacement: string, effort = new Effort()): string {
    const slots = this.groupNames.includes(groupName) ? (this.#groups.slotsOf(groupName) ?? []) : [];
    return replaceSpans(
      text,
      this.#matches(text, effort).flatMap((match) => {
        const span = spanOf(match, slots);
        return span === null ? [] : [{ span, by: () => [replacement] }];
      }),
    );
  }

  #matches(text: string, effort: Effort): NonNullable<ReturnType<Engine['matches']>> {
    return this.#ask((engine) => engine.matches(text, effort));
  }

  #ask<Answer>(question: (engine: Engine) => Answer | null): Answer {
    for (const engine of this.#engines) {
      const answer = question(engine);
      if (answer !== null) return answer;
    }
    throw new RegularExpressionTimeout(
      'A text is too long for a regular expression of this size. Use a pattern with fewer repetitions such as {1,1000}',
    );
  }
}
