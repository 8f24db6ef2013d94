import type pg from "pg";

/** What a migration renamed: how a backup from before it is read. */
type Rename = {
  migration: string;
  /** By the name a table had: its new one, and its columns by their old names. */
  tables: Record<string, { name?: string; columns?: Record<string, string> }>;
  /** What the migration rewrote in the rows. */
  rows: string[];
};

const NAMES_OF_THE_FIELD: Rename = {
  migration: "20261130140000_names_of_the_field",
  tables: {
    sessions: { columns: { address: "ip", last_address: "last_ip" } },
    activity: { columns: { address: "ip" } },
    audit_entries: { columns: { address: "ip", seal: "signature" } },
    audit_head: { columns: { seal: "signature" } },
    sign_in_failures: { columns: { address: "place" } },
    notification_deliveries: { columns: { letter: "mail_id" } },
    rate_violations: { columns: { address: "ip", policy: "rate_limit" } },
    policy_changes: { name: "rate_limit_changes", columns: { policy: "rate_limit" } },
    policy_overrides: { name: "rate_limit_overrides", columns: { policy: "rate_limit" } },
    gone_notifications: {
      name: "archived_notifications",
      columns: { gone_at: "archived_at", why: "archive_reason" },
    },
    address_blocks: { name: "ip_blocks" },
  },
  rows: [
    "UPDATE notification_deliveries SET reason = 'own_mail' WHERE reason = 'own_letter'",
    ...["notifications", "archived_notifications"].map(
      (table) => `UPDATE ${table} SET skipped = jsonb_set(skipped, '{email}', '"own_mail"')
                  WHERE skipped ->> 'email' = 'own_letter'`,
    ),
  ],
};

const RENAMES = [NAMES_OF_THE_FIELD];

const NAME = /"(\w+)"/g;

/** Reads a backup that was made when `migrations` had run: its COPY statements under the names of today. */
export function renamesSince(migrations: readonly string[]) {
  const missing = RENAMES.filter(({ migration }) => !migrations.includes(migration));
  return {
    /** A statement such as `COPY public."sessions" ("id", "address") FROM stdin` as it reads today. */
    statement(text: string): string {
      return missing.reduce((read, { tables }) => {
        const [, table = ""] = /public\."(\w+)"/.exec(read) ?? [];
        const { name = table, columns = {} } = tables[table] ?? {};
        const [head = "", list = ""] = read.split(" (");
        return `${head.replace(`"${table}"`, `"${name}"`)} (${list.replace(NAME, (_, old: string) => `"${columns[old] ?? old}"`)}`;
      }, text);
    },
    /** Rewrites in the rows what the migrations since have rewritten. */
    async rewriteRows(client: pg.ClientBase): Promise<void> {
      for (const statement of missing.flatMap(({ rows }) => rows)) await client.query(statement);
    },
  };
}
