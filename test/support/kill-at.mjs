// Preloaded into a bundle: kills it by SIGKILL at a line of its journal, as if somebody pulled the plug right then.
//   KILL_AT=N        after the N-th line was written
//   KILL_AT=N:BYTES  after so many bytes of it
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const [line, bytes] = (process.env.KILL_AT ?? '').split(':').map(Number);
const write = fs.writeSync;
let seen = 0;

if (isMainThread && line > 0 && /\/cli\.js$|\/main\.js$/.test(process.argv[1] ?? '')) {
  fs.writeSync = (fd, data, ...rest) => {
    const journal = Buffer.isBuffer(data) && data.subarray(0, 40).includes('{"schema":"cleanroom/journal/v1"');
    if (!journal) return write(fd, data, ...rest);
    seen += 1;
    const cut = seen === line && bytes !== undefined;
    const written = write(fd, cut ? data.subarray(0, bytes) : data, ...rest);
    if (seen === line) process.kill(process.pid, 'SIGKILL');
    return written;
  };
  syncBuiltinESMExports();
}
