import pg from "pg";
import { ADMIN } from "./cluster";
import type { Home } from "./home";

/** The application's role and database. The role is no superuser, so that a statement can never reach a file or a program. */
const NAME = "throng";

/** The URL of the application's database. */
export const urlOf = (home: Home): string => `postgresql://${NAME}:${home.password}@127.0.0.1:${home.port}/${NAME}`;

/** Makes role and database unless they are there; a start that died in between is completed. */
export async function prepareDatabase(home: Home): Promise<void> {
  const admin = new pg.Client({
    host: "127.0.0.1",
    port: home.port,
    user: ADMIN,
    password: home.adminPassword,
    database: ADMIN,
  });
  await admin.connect();
  try {
    const found = await admin.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database`,
      [NAME],
    );
    const password = admin.escapeLiteral(home.password);
    if (!found.rows[0]?.role) await admin.query(`CREATE ROLE ${NAME} LOGIN CREATEDB PASSWORD ${password}`);
    if (!found.rows[0]?.database) await admin.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`);
  } finally {
    await admin.end();
  }
}
