/** A name in two pairs of braces. `{{ .Values.name }}` of a template is none. */
const PLACEHOLDER = /\{\{ ?([A-Za-z][A-Za-z0-9._-]{0,63}) ?\}\}/g;

/** Names of values that placeholders may have. */
export const VALUE_NAME = /^(?!__proto__$)[A-Za-z][A-Za-z0-9._-]{0,63}$/;

/** The names of the placeholders in a text, each once, in order. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** Puts values in the places of their names, once: what a value holds is not looked at again. Unknown ones stay. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}
