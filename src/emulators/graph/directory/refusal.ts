/** The directory does not take a change. `notFound` and `conflict` become the answers Graph gives to such calls. */
export class DirectoryRefusal extends Error {
  override readonly name = 'DirectoryRefusal';
  readonly reason: 'notFound' | 'conflict' | 'invalid';

  constructor(reason: 'notFound' | 'conflict' | 'invalid', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Graph's own words for an id it does not know. */
export function notFound(id: string): DirectoryRefusal {
  return new DirectoryRefusal(
    'notFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function taken(property: string): DirectoryRefusal {
  return new DirectoryRefusal(
    'conflict',
    `Another object with the same value for property ${property} already exists.`,
  );
}
