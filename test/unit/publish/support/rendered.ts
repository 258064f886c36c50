import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { LIVE } from './markdown.js';

/** HTML that GitHub-flavoured Markdown gives, with raw HTML let through: what it must not hold, nobody cleans up here. */
export function renderHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** Elements that a comment or a summary of ours is made of; each is written without attributes but these. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    'p h3 h4 strong ul li br table thead tbody tr pre span details summary'.split(' ').map((name) => [name, /^$/]),
  ),
  th: /^(?: align="right")?$/,
  td: /^(?: align="right")?$/,
  code: /^(?: class="language-(?:diff|text|json|mermaid)")?$/,
};

/** Beyond {@link LIVE}: names of commits, pictures by name, formulas, issue keys of other trackers are the reader's own. */
const LIVE_TEXT = [...LIVE, /(?<![\p{L}\p{N}])[0-9a-f]{7,40}(?![\p{L}\p{N}])/iu, /:[\w+-]+:/];

/**
 * What is alive in a document of ours, rendered: elements and attributes that it has no business with, text outside of
 * code that GitHub would turn into a notification, a reference, a link, a picture or a formula.
 * @param links addresses that may be linked to
 */
export function liveParts(markdown: string, links: readonly string[] = []): string[] {
  const problems: string[] = [];
  const html = renderHtml(markdown);
  const marker = /^<!-- cleanroom-action:[\w.-]+ -->\n?/;
  let code = 0;
  for (const [piece] of html.replace(marker, '').matchAll(/<[^>]*>?|[^<]+/g)) {
    if (!piece.startsWith('<')) {
      // GitHub looks at each text node by itself.
      const text = decoded(piece);
      if (code === 0) for (const pattern of LIVE_TEXT) if (pattern.test(text)) problems.push(`${pattern}: ${text}`);
      if (code === 0 && text.includes('$')) problems.push(...(/^\$\u200b?$/.test(text) ? [] : [`a formula: ${text}`]));
      continue;
    }
    const tag = /^<(\/?)([a-z]\w*)([^>]*)>$/.exec(piece);
    const [, close, name, attributes] = tag ?? [];
    if (name === 'code') code += close === '/' ? -1 : 1;
    const address = /^ href="([^"]*)"$/.exec(attributes ?? '')?.[1];
    const allowed =
      name === 'a'
        ? close === '/' || (address !== undefined && links.includes(decoded(address)))
        : name !== undefined && ELEMENTS[name]?.test(attributes ?? '');
    if (!allowed) problems.push(`element ${piece}`);
  }
  if (code !== 0) problems.push('code that does not end');
  if (/^[^\S\n]*::/m.test(markdown)) problems.push('a command to the runner');
  if (/##\[/.test(markdown)) problems.push('a command to the runner, as of old');
  const comments = markdown.match(/<!--/g)?.length ?? 0;
  if (comments !== (marker.test(markdown) ? 1 : 0)) problems.push(`${comments} hidden markers`);
  return problems;
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
