import { button } from './dom.js';

const KEY = 'cleanroom-theme';

/** Light or dark: what the system prefers, until the reader chooses. */
export function themeButton(): HTMLButtonElement {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const dark = (): boolean => (root.dataset['theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const kept = remembered();
  if (kept !== undefined) root.dataset['theme'] = kept;
  const toggle = button('', () => {
    root.dataset['theme'] = dark() ? 'light' : 'dark';
    remember(root.dataset['theme']);
    name();
  });
  const name = (): void => {
    toggle.textContent = dark() ? 'Light' : 'Dark';
    toggle.title = dark() ? 'Show on a light background' : 'Show on a dark background';
  };
  system.addEventListener('change', name);
  name();
  return toggle;
}

/** A page in a sandbox has no storage. */
function remembered(): 'light' | 'dark' | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It lasts as long as the page.
  }
}
