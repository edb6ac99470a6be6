/** The decoded parts of a path. What cannot be decoded stays as it is, and names nothing. */
export function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1).map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
