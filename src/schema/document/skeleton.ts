import { z } from 'zod';

/** What can be read is read, anything else is null: so one mistake does not hide the others. */
const name = z.string().nullable().catch(null);
const list = <T extends z.ZodType>(item: T) => z.array(item.nullable().catch(null)).catch([]);

const skeleton = z.object({
  directories: list(
    z.object({
      name,
      objects: z
        .array(
          z.object({
            name,
            attributes: list(z.object({ anchor: z.boolean().nullish().catch(null) })),
          }),
        )
        .nullable()
        .catch(null),
    }),
  ),
  synchronizationRules: list(
    z.object({
      sourceDirectoryName: name,
      targetDirectoryName: name,
      objectMappings: list(
        z.object({
          sourceObjectName: name,
          targetObjectName: name,
          attributeMappings: list(z.object({ source: z.unknown().optional() })),
        }),
      ),
    }),
  ),
});

export type Skeleton = z.infer<typeof skeleton>;
export type SkeletonDirectory = NonNullable<Skeleton['directories'][number]>;
export type SkeletonRule = NonNullable<Skeleton['synchronizationRules'][number]>;

/** The parts of a document that refer to one another, of whatever data. */
export function skeletonOf(data: unknown): Skeleton {
  return skeleton.safeParse(data).data ?? { directories: [], synchronizationRules: [] };
}
