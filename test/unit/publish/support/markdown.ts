import { parsers } from 'prettier/plugins/markdown';

export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly depth?: number;
  readonly children?: readonly MarkdownNode[];
}

/** The syntax tree of GitHub-flavoured Markdown, by the parser that prettier carries. */
export async function parseMarkdown(markdown: string): Promise<MarkdownNode> {
  return (await parsers.markdown.parse(markdown, {} as never)) as MarkdownNode;
}

export function* walk(node: MarkdownNode): Generator<MarkdownNode> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

/** Text as a reader gets it, one entry per text node outside of code: GitHub looks for mentions in each. */
export function textNodes(root: MarkdownNode): string[] {
  const out: string[] = [];
  let code = 0;
  const visit = (node: MarkdownNode): void => {
    if (node.type === 'html') {
      code += (node.value ?? '').split('<code>').length - (node.value ?? '').split('</code>').length;
      if (!/^<\/?(?:code|span|br|summary|details)>/.test(node.value ?? '')) out.push(node.value ?? '');
    } else if (node.type === 'text' && code === 0) out.push(node.value ?? '');
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return out;
}

/** What GitHub would turn into a notification, a reference or a link. */
export const LIVE = [
  /@[a-z0-9]/i,
  /(?:^|\W)#\d/,
  /[\w.-]#\d/,
  /\bGH-\d/i,
  /:\/\//,
  /\bwww\./i,
  /[^\s@]+@[^\s@\u200b]+\.[a-z]/i,
  /^[^\S\n]*::/m,
  /##\[/,
  /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u0000-\u0008\u000b-\u001f\u007f-\u009f]/,
];
