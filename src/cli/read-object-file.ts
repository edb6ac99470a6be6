import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from './user-error.js';

const LARGEST_FILE_BYTES = 1_048_576;

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
  const data = parsed(path, readText(path));
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

function readText(path: string): string {
  try {
    if (statSync(path).isDirectory()) throw unusable(path, 'is a folder');
    const content = readAtMost(path, LARGEST_FILE_BYTES + 1);
    if (content.length > LARGEST_FILE_BYTES) throw unusable(path, 'is larger than 1 MiB');
    return content.toString('utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw unusable(path, 'does not exist');
    throw unusable(path, `cannot be read (${code ?? 'unknown reason'})`);
  }
}

/** The beginning of a file. Devices and pipes do not say how much they hold. */
function readAtMost(path: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes; length += read)
      read = readSync(file, buffer, length, bytes - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function unusable(place: string, problem: string): UserError {
  return new UserError(`The object file ${place} ${problem}.`, {
    remedy:
      'It holds one JSON object: attribute names with text, a number, true, false, null, or a list of those or of objects, such as {"department": "Sales", "proxyAddresses": ["SMTP:ana@example.com"]}.',
    exitCode: 2,
  });
}
