import { z } from 'zod';

const file = z.object({ apps: z.array(z.unknown()) });

/** The entries under `apps` as they are written, right or wrong, so that each mistake is told beside the others. */
export function writtenApps(data: unknown): readonly unknown[] {
  return file.safeParse(data).data?.apps ?? [];
}

/** Of an app's settings, those that its mappings and filters are judged by. */
export const compileSettings = {
  scope: z.enum(['assigned', 'all']).default('assigned'),
  regexMatch: z.enum(['whole', 'search']).default('whole'),
} as const;
