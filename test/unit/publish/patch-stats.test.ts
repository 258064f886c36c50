import { describe, expect, it } from 'vitest';
import { patchStats } from '../../../src/publish/patch-stats.js';

const PATCH = `diff --git a/old.js b/new name.js
similarity index 90%
rename from old.js
rename to new name.js
--- a/old.js
+++ b/new name.js
@@ -1,2 +1,3 @@ function x
 keep
--- a/not a header
+++ b/not a header either
+diff --git a/no b/no
\\ No newline at end of file
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-one
diff --git a/picture.png b/picture.png
GIT binary patch
literal 3
+++ b/evil
diff --git "a/t\\303\\244.js" "b/t\\303\\244.js"
old mode 100644
new mode 100755
`;

describe('patchStats', () => {
  it('counts by hunk headers, never by what a line looks like', () => {
    const stats = patchStats(PATCH, 10);
    expect(stats).toMatchObject({ totalFiles: 4, added: 2, deleted: 2 });
    expect(stats.files.slice(0, 2)).toEqual([
      { path: 'new name.js', added: 2, deleted: 1, binary: false },
      { path: 'gone', added: 0, deleted: 1, binary: false },
    ]);
    expect(stats.files[2]).toMatchObject({ binary: true, added: 0 });
    expect(stats.files[3]?.path).toBe('"t\\303\\244.js"');
  });

  it('keeps the first files and counts the rest', () => {
    const stats = patchStats(PATCH, 1);
    expect(stats.files).toHaveLength(1);
    expect(stats).toMatchObject({ totalFiles: 4, added: 2, deleted: 2 });
  });
});
