import { describe, expect, test } from 'vitest';
import en from './en.json';
import vi from './vi.json';

const sources: Record<string, string> = import.meta.glob('../**/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const code = Object.values(sources).join('\n');

describe('texts', () => {
  test('both languages have the same keys, in the same order, none empty', () => {
    expect(Object.keys(en)).toEqual(Object.keys(vi));
    expect(Object.entries({ ...vi, ...en }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('every key is used', () => {
    const families = [...code.matchAll(/`([\w.]+\.)\$\{/g)].map(([, family = '']) => family);
    const unused = Object.keys(vi).filter(
      (key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });

  test('every key in the code exists', () => {
    const used = [...code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => key);
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((key) => !(key in vi))).toEqual([]);
  });

  test('components hold no Vietnamese of their own', () => {
    const letters = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
    const found = Object.entries(sources).filter(([, text]) =>
      letters.test(text.replaceAll("'Tiếng Việt'", '')),
    );
    expect(found.map(([file]) => file)).toEqual([]);
  });
});
