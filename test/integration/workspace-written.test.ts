import { afterEach, describe, expect, it } from 'vitest';
import { type Lab, lab, repository } from '../support/workspace.js';

const FILES = {
  'src/a.js': 'a\n',
  'test/a.js': 'one\n',
  'test/b.js': 'two\n',
  'test/c.js': 'three\n',
  'test/deep/d.js': 'four\n',
  'test/read.js': 'five\n',
  'plain/x': 'six\n',
};

let made: Lab | undefined;
afterEach(() => made?.dispose());

describe.each([
  ['overlay', {}],
  ['copy', { copy: true }],
] as const)('what a room wrote over, by %s', (_name, options) => {
  it('is found by name, also where it was put back, and nothing else is', async () => {
    made = await lab(await repository(FILES), options);
    const { workspace } = made;
    const agent = await workspace.openAgentTop('agent', null);
    await agent.renew();
    expect((await made.run(agent, 'echo patched > src/a.js; rm test/c.js; echo new > test/new.js')).code).toBe(0);
    const patch = await workspace.collect(agent, { bytes: 1 << 20, files: 10 });
    const top = await workspace.openPatched('proof', patch, patch.files);
    const wanted = (path: string): boolean => path.startsWith('test/');
    expect(await workspace.written(top, wanted)).toEqual({ paths: [], whole: true });
    const script = `cat test/*.js > /dev/null; echo built > src/a.js; echo y >> plain/x; echo extra > test/extra.js
      cp test/a.js /tmp/a; echo cheat > test/a.js; cat /tmp/a > test/a.js
      rm test/b.js; mv test/deep test/moved`;
    expect((await made.run(top, script)).code).toBe(0);
    const { paths, whole } = await workspace.written(top, wanted);
    expect(whole).toBe(true);
    // A directory that is gone stands for what was in it.
    expect(paths.map((path) => path.replace(/^test\/deep\/d\.js$/, 'test/deep'))).toEqual([
      'test/a.js',
      'test/b.js',
      'test/deep',
    ]);
  });
});
