/** A list that is paged by position while members come and go: a leaver leaves a gap, a newcomer joins at the end. */
export class Roll<T extends { readonly id: string }> {
  readonly #rows: (T | undefined)[] = [];
  readonly #positions = new Map<string, number>();

  get length(): number {
    return this.#rows.length;
  }

  at(index: number): T | undefined {
    return this.#rows[index];
  }

  has(id: string): boolean {
    return this.#positions.has(id);
  }

  add(item: T): void {
    this.#positions.set(item.id, this.#rows.length);
    this.#rows.push(item);
  }

  remove(id: string): T | undefined {
    const position = this.#positions.get(id);
    if (position === undefined) return undefined;
    const item = this.#rows[position];
    this.#rows[position] = undefined;
    this.#positions.delete(id);
    return item;
  }

  items(): T[] {
    return this.#rows.filter((row) => row !== undefined);
  }
}
