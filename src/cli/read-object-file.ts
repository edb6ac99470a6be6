import { z } from 'zod';
import { readTextFile } from '../config/read-text-file.js';
import { UserError } from './user-error.js';

const LARGEST_MIB = 1;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const jsonObject = z.record(z.string(), z.unknown()).refine(isShallow);
const attributeValue = z.union([scalar, z.array(z.union([scalar, jsonObject]))]);
const attributes = z.record(z.string().min(1), attributeValue);
/** The test object of Microsoft Graph's `parseExpression`. */
const graphObject = z.strictObject({
  properties: z.array(z.object({ key: z.string().min(1), value: attributeValue })),
});
const graphShape = z.strictObject({ properties: z.array(z.unknown()) });

/**
 * The attributes of one object of the directory, from a JSON file: `{"department": "Sales", …}`, or Microsoft
 * Graph's `{"properties": [{"key": "department", "value": "Sales"}, …]}`. Numbers become decimal text, Booleans `True` and
 * `False`, objects in a list JSON texts; what is null is left out.
 * @throws {UserError} naming the file, the place and what it must be. It repeats no value.
 */
export function readObjectFile(path: string): Record<string, readonly string[]> {
  const data = parsed(
    path,
    readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem)),
  );
  if (graphShape.safeParse(data).success) {
    const { properties } = checked(path, graphObject, data, (at) => `properties[${String(at[1] ?? 0)}]`);
    return textsOf(properties.map(({ key, value }) => [key, value]));
  }
  return textsOf(Object.entries(checked(path, attributes, data, (at) => `attribute ${String(at[0])}`)));
}

function textsOf(
  entries: readonly (readonly [string, z.output<typeof attributeValue>])[],
): Record<string, readonly string[]> {
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const texts = [value].flat().flatMap((one) => textOf(one) ?? []);
      return texts.length === 0 ? [] : [[name, texts]];
    }),
  );
}

function textOf(value: z.output<typeof scalar> | Record<string, unknown>): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Nested so deeply that JSON cannot be written is read all the same. */
function isShallow(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== '';
  } catch {
    return false;
  }
}

function checked<T>(
  file: string,
  schema: z.ZodType<T>,
  data: unknown,
  placeOf: (path: readonly PropertyKey[]) => string,
): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path ?? [];
  if (path.length === 0) throw unusable(file, 'is not one object with attributes');
  throw unusable(file, `cannot be used: ${placeOf(path)} is no attribute value`);
}

/** `JSON.parse` and no YAML: it bears any depth of nesting. */
function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = at === undefined ? '' : `:${text.slice(0, Number(at)).split('\n').length}`;
    throw unusable(`${file}${line}`, 'is not valid JSON');
  }
}

function unusable(place: string, problem: string): UserError {
  return new UserError(`The object file ${place} ${problem}.`, {
    remedy:
      'It holds one JSON object: attribute names with text, a number, true, false, null, or a list of those or of objects, such as {"department": "Sales", "proxyAddresses": ["SMTP:ana@example.com"]}.',
    exitCode: 2,
  });
}
