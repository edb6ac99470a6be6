import { sql, type Kysely } from 'kysely';

/**
 * Secondary indexes begin with what tells objects apart, and not with whose they are: PostgreSQL takes an app or a directory that
 * it has not counted yet for a single row, and would go through all of its rows in any index that begins with it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** @see 0005-always-an-answer */
function nameOf(attribute: string): string {
  return `left(lower(attributes -> '${attribute}' ->> 0), 256)`;
}

const STATEMENTS = [
  `alter table link drop constraint link_app_id_object_name_target_id_key`,
  `alter table link add constraint link_by_target unique (target_id, app_id, object_name)`,
  `drop index exported_reference_by_referenced`,
  `create index exported_reference_by_referenced on exported_reference (referenced_id, app_id)`,
  `drop index directory_reference_by_referenced`,
  `create index directory_reference_by_referenced on directory_reference (referenced_id, source)`,
  `drop index assignment_by_principal`,
  `create index assignment_by_principal on assignment (principal_id, app_id)`,
  `drop index directory_user_by_principal_name`,
  `create index directory_user_by_principal_name on directory_user (${nameOf('userPrincipalName')}, source)`,
  `drop index directory_user_by_mail`,
  `create index directory_user_by_mail on directory_user (${nameOf('mail')}, source)
     where attributes -> 'mail' ->> 0 is not null`,
  `drop index directory_user_by_name`,
  `create index directory_user_by_name on directory_user (${nameOf('displayName')}, source)`,
  `drop index directory_group_by_name`,
  `create index directory_group_by_name on directory_group (${nameOf('displayName')}, source)`,
];
