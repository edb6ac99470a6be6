/** A limit that an app sets to the values of one attribute. */
export interface ValueRule {
  /** Canonical SCIM path of the attribute; null for every attribute. */
  readonly path: string | null;
  /** In characters. */
  readonly maxLength?: number | undefined;
  /** Characters that must not occur. */
  readonly forbiddenCharacters?: string | undefined;
}
