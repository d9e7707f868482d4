/** What is asked of a database here. */
interface Preparing<Statement> {
  prepare: (sql: string) => Statement;
}

/**
 * From now on each text is compiled once and used again. Statements that are thrown away are collected late: several a
 * second grow to 14 MB before they are. Texts must be few, and no two callers may read one statement at the same time.
 */
export function keepStatements<Statement>(db: Preparing<Statement>): void {
  const kept = new Map<string, Statement>();
  const compile = db.prepare.bind(db);
  db.prepare = (sql) => {
    const statement = kept.get(sql) ?? compile(sql);
    kept.set(sql, statement);
    return statement;
  };
}
