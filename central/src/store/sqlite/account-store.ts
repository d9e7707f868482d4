import type { Role, User } from '@vamco/contracts';
import type { Db } from './database.ts';

interface UserRow {
  id: string;
  username: string;
  name: string;
  role: Role;
  password: string;
  disabled: number;
  must_change: number;
}

/** Accounts and signed-in sessions. Passwords arrive hashed. */
export class AccountStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  isEmpty(): boolean {
    return this.#db.prepare('SELECT 1 FROM users').get() === undefined;
  }

  add(user: Omit<User, 'disabled'> & { password: string }): void {
    const { id, username, name, role, password, mustChangePassword } = user;
    this.#db
      .prepare(
        'INSERT INTO users (id, username, name, role, password, must_change) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, username, name, role, password, mustChangePassword ? 1 : 0);
  }

  all(): User[] {
    return this.#db.prepare<[], UserRow>('SELECT * FROM users ORDER BY username').all().map(toUser);
  }

  byName(username: string): (User & { password: string }) | undefined {
    const row = this.#db.prepare<[string], UserRow>('SELECT * FROM users WHERE username = ?').get(username);
    return row && { ...toUser(row), password: row.password };
  }

  setPassword(id: string, password: string): void {
    this.#db.transaction(() => {
      this.#db.prepare('UPDATE users SET password = ?, must_change = 0 WHERE id = ?').run(password, id);
      this.#db.prepare('DELETE FROM sessions WHERE user = ?').run(id);
    })();
  }

  /** A disabled account's sessions end at once. */
  setDisabled(id: string, disabled: boolean): User | undefined {
    return this.#db.transaction(() => {
      this.#db.prepare('UPDATE users SET disabled = ? WHERE id = ?').run(disabled ? 1 : 0, id);
      if (disabled) this.#db.prepare('DELETE FROM sessions WHERE user = ?').run(id);
      const row = this.#db.prepare<[string], UserRow>('SELECT * FROM users WHERE id = ?').get(id);
      return row && toUser(row);
    })();
  }

  openSession(tokenSha256: string, user: string, csrf: string, expiresMs: number): void {
    this.#db.prepare('DELETE FROM sessions WHERE expires_ms < ?').run(Date.now());
    this.#db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)').run(tokenSha256, user, csrf, expiresMs);
  }

  session(tokenSha256: string, nowMs: number): { user: User; csrf: string } | undefined {
    const row = this.#db
      .prepare<[string, number], UserRow & { csrf: string }>(
        'SELECT u.*, s.csrf FROM sessions s JOIN users u ON u.id = s.user WHERE s.token_sha256 = ? AND s.expires_ms > ? AND u.disabled = 0',
      )
      .get(tokenSha256, nowMs);
    return row && { user: toUser(row), csrf: row.csrf };
  }

  closeSession(tokenSha256: string): void {
    this.#db.prepare('DELETE FROM sessions WHERE token_sha256 = ?').run(tokenSha256);
  }
}

function toUser({ id, username, name, role, disabled, must_change: mustChange }: UserRow): User {
  return { id, username, name, role, disabled: disabled === 1, mustChangePassword: mustChange === 1 };
}
