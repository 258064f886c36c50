/** What the script said, by section. Bytes as latin1, so that nothing is lost. */
export interface ProbeFacts {
  /** Undefined: the script did not come so far. */
  section(name: string): string | undefined;
  /** A file of the kernel's; undefined: it could not be read. */
  kernel(path: string): string | undefined;
  /** Each process's line of /proc/PID/stat. */
  readonly processes: readonly ProcessFact[];
}

export interface ProcessFact {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** @param nonce the word that begins each section, which nothing in the room knew */
export function readFacts(output: Buffer, nonce: string): ProbeFacts {
  const sections = new Map<string, string>();
  for (const part of output.toString('latin1').split(`\n@${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    if (end >= 0) sections.set(part.slice(0, end), part.slice(end + 1));
  }
  const files = new Map<string, string>();
  for (const part of `\n${sections.get('kernel') ?? ''}\n${sections.get('sockets-table') ?? ''}`
    .split('\n==> ')
    .slice(1)) {
    const [head = '', ...rest] = part.split(' <==\n');
    files.set(head, rest.join(' <==\n'));
  }
  const processes: ProcessFact[] = [];
  for (const [path, text] of files) {
    if (!/^\/proc\/\d+\/stat$/.test(path)) continue;
    // The name is in brackets and may hold anything.
    const match = /^(\d+) \(([\s\S]*)\) \S (\d+) /.exec(text);
    if (match) processes.push({ pid: Number(match[1]), name: match[2] ?? '', parent: Number(match[3]) });
  }
  return { section: (name) => sections.get(name), kernel: (path) => files.get(path), processes };
}
