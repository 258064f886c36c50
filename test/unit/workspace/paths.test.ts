import { describe, expect, it } from 'vitest';
import { isGitName } from '../../../src/support/git-paths.js';
import { displayPath, globPath, hostPath, joinPath, parentOf, quotePath } from '../../../src/workspace/paths.js';

describe('byte paths', () => {
  it('map to host paths byte for byte', () => {
    expect(hostPath('/tmp/ü', 'a/\xff\xfe')).toEqual(
      Buffer.concat([Buffer.from('/tmp/ü/a/'), Buffer.from([0xff, 0xfe])]),
    );
    expect(hostPath('/tmp', '').toString()).toBe('/tmp');
    expect([joinPath('', 'a'), joinPath('a', 'b'), parentOf('a/b/c'), parentOf('a')]).toEqual(['a', 'a/b', 'a/b', '']);
  });

  it('are shown without anything that could deceive a reader', () => {
    const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
    expect(displayPath(bytes('grün/日本'))).toBe('grün/日本');
    expect(displayPath('a\n::error::\x1b[31m')).toBe('a\\x0a::error::\\x1b[31m');
    expect(displayPath(bytes('a\u202egnp.exe'))).toBe('a\\x202egnp.exe');
    expect(displayPath('a\xff')).toBe('a\\xff');
    expect(globPath(bytes('tést/x'))).toBe('tést/x');
  });

  it('are quoted as git quotes', () => {
    expect(quotePath('plain/name')).toBe('"plain/name"');
    expect(quotePath('a"b\\c\n\xff\t')).toBe('"a\\"b\\\\c\\012\\377\\011"');
  });

  it.each(['.git', '.GIT', '.Git', 'git~1', 'GIT~2', '.git ', '.git.', '.git . ', '.git:x', '.git::$INDEX_ALLOCATION'])(
    '%j is a name of a git directory somewhere',
    (name) => expect(isGitName(name)).toBe(true),
  );

  it.each(['.gitignore', 'git', '.gitattributes', 'x.git', '.git2', 'git~x'])('%j is not', (name) =>
    expect(isGitName(name)).toBe(false),
  );
});
