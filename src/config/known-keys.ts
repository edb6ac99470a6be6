import { z } from 'zod';

/**
 * The settings a schema knows at a place of the document; empty where it knows none.
 * @param data what is written: where settings go by a type, only those of the type that is given are known.
 */
export function knownKeys(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  data?: unknown,
): readonly string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodUnion)
    return optionsFor(inner, data).flatMap((option) => knownKeys(option, path, data));
  const [step, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
    if (step === undefined) return Object.keys(shape);
    const next = shape[String(step)];
    return next === undefined ? [] : knownKeys(next, rest, within(data, step));
  }
  if (inner instanceof z.ZodRecord && step !== undefined)
    return knownKeys(inner.valueType, rest, within(data, step));
  if (inner instanceof z.ZodArray && step !== undefined)
    return knownKeys(inner.element, rest, within(data, step));
  return [];
}

function optionsFor(union: z.ZodUnion, data: unknown): readonly z.core.$ZodType[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  const type = within(data, discriminator);
  const meant = union.options.filter((option) => {
    const shape: unknown = 'shape' in option ? option.shape : {};
    const literal = within(shape, discriminator);
    return literal instanceof z.ZodLiteral && literal.value === type;
  });
  return meant.length === 0 ? union.options : meant;
}

function within(data: unknown, step: PropertyKey): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<PropertyKey, unknown>)[step] : undefined;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap())
    : schema;
}
