import { z } from 'zod';

/** Where a secret is found at the moment of use. The secret itself never travels. */
export const secretReference = z.union(
  [
    z.strictObject({
      env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
    }),
    z.strictObject({ file: z.string().min(1) }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'string'
        ? 'must be a reference, not the secret itself: write { env: VARIABLE_NAME } or { file: /path/to/file }'
        : 'must be a reference: { env: VARIABLE_NAME } or { file: /path/to/file }',
  },
);

export type SecretReference = z.infer<typeof secretReference>;
