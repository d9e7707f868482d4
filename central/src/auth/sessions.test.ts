import type { Role } from '@vamco/contracts';
import type { FastifyRequest } from 'fastify';
import { describe, expect, test } from 'vitest';
import { guardOrigin, may, type Permission } from './sessions.ts';

describe('who may do what', () => {
  const allowed: Record<Role, Permission[]> = {
    technician: ['boxes.read'],
    officer: ['violations.read', 'violations.decide'],
    supervisor: [],
    admin: ['violations.read', 'violations.decide', 'boxes.read', 'users.manage'],
  };
  const all = allowed.admin;
  test.each(Object.entries(allowed))('%s', (role, permissions) => {
    expect(all.filter((permission) => may(role as Role, permission))).toEqual(permissions);
  });
});

describe('a change asked for', () => {
  const from = (origin: string | undefined) => () => {
    guardOrigin({ headers: { origin }, host: 'vamco.example:8080' } as FastifyRequest);
  };
  test('by our own page, or by a program that is no browser, goes on', () => {
    expect(from('http://vamco.example:8080')).not.toThrow();
    expect(from(undefined)).not.toThrow();
  });
  test.each(['http://evil.example', 'http://vamco.example', 'null', 'nonsense'])(
    'by %s is refused',
    (origin) => {
      expect(from(origin)).toThrow(/another site/);
    },
  );
});
