/** Numbers every change in a directory, whatever it is about: 1, 2, 3 ... */
export class Sequence {
  #current = 0;

  get current(): number {
    return this.#current;
  }

  next(): number {
    this.#current += 1;
    return this.#current;
  }
}
