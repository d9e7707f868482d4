import { useLayoutEffect } from 'preact/hooks';

/** Hears the page's own keys: not those typed into a field, nor the browser's shortcuts. */
export function useKeys(onKey: (event: KeyboardEvent, target: HTMLElement) => void): void {
  // In the layout phase: a fast typist's next key must meet what is on the screen, not the render before.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.matches('input') || event.ctrlKey || event.metaKey || event.altKey) return;
      onKey(event, target);
    };
    addEventListener('keydown', hear);
    return () => {
      removeEventListener('keydown', hear);
    };
  });
}
