/** System query options as the part of a URL after its question mark. */
export function odataQuery(options: Readonly<Record<`$${string}`, string>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** A string literal of a filter. @see OData 4.01, "ABNF": a quote in it is doubled. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
