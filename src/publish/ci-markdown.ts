import { renderComment } from './comment.js';
import type { PublishableEvidence } from './read-evidence.js';
import type { Links } from './sections.js';

/**
 * What no reader turns into more: blocks of code, code in a line. Everything else of a comment writes hostile `!`, `~`, `&`,
 * `^` and `$` as references, which GitLab decodes before it looks for requests, labels, epics, alerts and snippets.
 */
const SIGNS = /^(`{3,})[^\n]*\n[\s\S]*?^\1$|<code>[\s\S]*?<\/code>|&#(?:33|36|38|94|126);/gm;
const BREAK = '&#8203;';
/** GitLab takes a line for an action where a fence of more than three signs holds one of three. No patch has such a line. */
const ACTION = /^([^\S\n]*)(?=\/)/gm;

/** The comment for systems other than GitHub, with hostile text inert in their Markdown too. */
export function renderCiComment(evidence: PublishableEvidence, key: string, links: Links): string {
  return breakSigns(renderComment(evidence, { key, ...links }));
}

/** Breaks what GitLab would take for a reference. Exported for its test. */
export function breakSigns(markdown: string): string {
  return markdown.replace(SIGNS, (found) => {
    if (found.startsWith('&#')) return `${found}${BREAK}`;
    return found.startsWith('`') ? found.replace(ACTION, '$1\u200b') : found;
  });
}
