/** One attribute as a Schema resource describes it. RFC 7643, section 7. */
export interface Attribute {
  readonly name: string;
  readonly type:
    'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** An attribute with the characteristics that RFC 7643, section 2.2, gives where nothing is said. */
export function attribute(
  name: string,
  description: string,
  characteristics: Partial<Omit<Attribute, 'name' | 'description'>> = {},
): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

export function complex(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics: Partial<Omit<Attribute, 'name' | 'description'>> = {},
): Attribute {
  return attribute(name, description, { type: 'complex', subAttributes, ...characteristics });
}

/** A multi-valued attribute with the usual sub-attributes. RFC 7643, section 2.4. */
export function values(
  name: string,
  description: string,
  types: readonly string[] | null,
  value: Partial<Omit<Attribute, 'name' | 'description'>> = {},
): Attribute {
  return complex(
    name,
    description,
    [
      attribute('value', 'The value.', value),
      attribute('display', 'A name for display.'),
      attribute('type', 'What the value is for.', types === null ? {} : { canonicalValues: types }),
      attribute('primary', 'Whether this is the preferred value; true at most once.', { type: 'boolean' }),
    ],
    { multiValued: true },
  );
}

/** The attribute of that name, without regard to case (RFC 7643, section 2.1). */
export function named(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const wanted = name.toLowerCase();
  return attributes.find((one) => one.name.toLowerCase() === wanted);
}
