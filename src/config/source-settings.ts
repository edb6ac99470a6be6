import { z } from 'zod';
import { closestName } from '../expressions/closest-name.js';
import { secretReference } from './secret-reference.js';
import { secureUrl } from './secure-url.js';

const microsoftGraphSource = z
  .strictObject({
    type: z.literal('microsoft-graph'),
    tenantId: z.string().min(1),
    clientId: z.string().min(1),
    clientSecret: secretReference.optional(),
    clientCertificate: z
      .strictObject({ certificate: secretReference, privateKey: secretReference })
      .optional()
      .describe('PEM certificate and PKCS #8 private key registered with the app registration'),
    workloadIdentity: z
      .strictObject({ tokenFile: z.string().min(1) })
      .optional()
      .describe('File with the federated token that the platform keeps fresh'),
    graphUrl: secureUrl.default('https://graph.microsoft.com'),
    authorityUrl: secureUrl.default('https://login.microsoftonline.com'),
    compareCounts: z
      .boolean()
      .optional()
      .describe(
        "Whether what was read is compared with Microsoft Graph's own counts before anybody loses anything; true unless told",
      ),
  })
  .refine(
    (source) =>
      [source.clientSecret, source.clientCertificate, source.workloadIdentity].filter(
        (given) => given !== undefined,
      ).length === 1,
    {
      error: 'needs exactly one of clientSecret, clientCertificate, workloadIdentity',
      path: ['clientSecret'],
    },
  );

const directoryFileSource = z.strictObject({
  type: z.literal('directory-file'),
  path: z
    .string()
    .min(1)
    .describe('Folder with users, groups and assignments, from this file; the worker reads it'),
});

/** An attribute beyond the usual ones that the files of a folder may hold. */
const declaredAttribute = z.strictObject({ name: z.string().min(1), multivalued: z.boolean() });

const TYPES: { readonly error: z.core.$ZodErrorMap } = {
  error: ({ code, input }) => {
    if (code !== 'invalid_union') return undefined;
    const misspelled = Object.keys(input ?? {}).find(
      (key) => key !== 'type' && closestName(key, ['type']) !== null,
    );
    const hint = misspelled === undefined ? '' : `; is ${misspelled} meant to be it?`;
    return `must be "microsoft-graph" or "directory-file"${hint}`;
  },
};

/** The source as the file has it. */
export const writtenSource = z.discriminatedUnion('type', [microsoftGraphSource, directoryFileSource], TYPES);

/** The source as it travels: the path is absolute, and what the apps of the file declare is known to all of them. */
export const jobSource = z.discriminatedUnion(
  'type',
  [
    microsoftGraphSource,
    directoryFileSource.extend({ sourceAttributes: z.array(declaredAttribute).optional() }),
  ],
  TYPES,
);

export type WrittenSource = z.infer<typeof writtenSource>;
export type SourceConfiguration = z.infer<typeof jobSource>;
export type MicrosoftGraphSourceConfiguration = z.infer<typeof microsoftGraphSource>;
export type DirectoryFileSourceConfiguration = Extract<SourceConfiguration, { type: 'directory-file' }>;
