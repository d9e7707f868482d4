import en from './en.json';
import vi from './vi.json';

export type TextKey = keyof typeof vi;
export type Language = 'vi' | 'en';
const texts: Record<Language, Record<TextKey, string>> = { vi, en };
const memory = 'vamco-language';

let language: Language = localStorage.getItem(memory) === 'en' ? 'en' : 'vi';

/** The text of a key in the chosen language; Vietnamese unless somebody switched. */
export function t(key: TextKey): string {
  return texts[language][key];
}

/** As `t` for codes that other programs made up; an unknown one is shown as it is. */
export function textOf(key: string, code: string): string {
  return key in vi ? t(key as TextKey) : code;
}

export function currentLanguage(): Language {
  return language;
}

/** Remembers the choice and shows the page again in it. */
export function switchLanguage(): void {
  language = language === 'vi' ? 'en' : 'vi';
  localStorage.setItem(memory, language);
  document.documentElement.lang = language;
}
