/** The groups of a pattern by the numbers and names of .NET: groups without name are counted first, then those with. */
export class GroupTable {
  /** In the order of the pattern, each once. */
  readonly names: readonly string[];
  /** The slots of each number; a name given to several groups has several. */
  readonly #slots: readonly (readonly number[])[];
  readonly #unnamedCount: number;

  /** @param captureNames the name of each capture by its slot less one; null for a group without name. */
  constructor(captureNames: readonly (string | null)[]) {
    const slotsNamed = (name: string | null) =>
      captureNames.flatMap((candidate, index) => (candidate === name ? [index + 1] : []));
    const unnamed = slotsNamed(null);
    this.names = [...new Set(captureNames.filter((name) => name !== null))];
    this.#unnamedCount = unnamed.length;
    this.#slots = [[0], ...unnamed.map((slot) => [slot]), ...this.names.map(slotsNamed)];
  }

  /** The slots that a number or a name stands for; null when there is no such group. 0 is the whole match. */
  slotsOf(reference: number | string): readonly number[] | null {
    if (typeof reference === 'number') return this.#slots[reference] ?? null;
    const index = this.names.indexOf(reference);
    if (index >= 0) return this.#slots[1 + this.#unnamedCount + index] ?? null;
    return /^\d{1,5}$/.test(reference) ? this.slotsOf(Number(reference)) : null;
  }

  /** The slots of the highest number; of the whole match when there is no group. */
  lastSlots(): readonly number[] {
    return this.#slots.at(-1) ?? [0];
  }

  /** How many numbers there are, that of the whole match included. */
  get count(): number {
    return this.#slots.length;
  }
}
