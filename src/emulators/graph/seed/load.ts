import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { checkSeed } from './check.js';
import { SeedInvalid, seedSchemas, type Seed } from './seed.js';

/**
 * Reads a tenant from `tenant.json`, `users.json`, `groups.json` and `apps.json` of a folder.
 * @throws {SeedInvalid} naming file, path and value of each mistake.
 */
export async function loadSeed(folder: string): Promise<Seed> {
  const seed: Seed = {
    tenant: await parsed(folder, 'tenant.json', seedSchemas.tenant),
    users: await parsed(folder, 'users.json', seedSchemas.users),
    groups: await parsed(folder, 'groups.json', seedSchemas.groups),
    apps: await parsed(folder, 'apps.json', seedSchemas.apps),
  };
  checkSeed(seed);
  return seed;
}

async function parsed<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const content = await readJson(folder, file);
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new SeedInvalid(
    result.error.issues.slice(0, 20).map((issue) => {
      const found = valueAt(content, issue.path);
      const value = found === undefined ? 'missing' : JSON.stringify(found);
      return `${file} ${pathText(issue.path)}: ${issue.message}. It is ${value.slice(0, 200)}`;
    }),
  );
}

async function readJson(folder: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SeedInvalid([`${file}: cannot be read as JSON: ${reason}`]);
  }
}

function valueAt(content: unknown, at: readonly PropertyKey[]): unknown {
  return at.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    content,
  );
}

function pathText(at: readonly PropertyKey[]): string {
  const text = at.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? '(whole file)' : text.replace(/^\./, '');
}
