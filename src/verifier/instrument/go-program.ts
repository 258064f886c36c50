/**
 * What `go test` starts its test programs by (`-exec`). It has each say its tests one by one into a file of their own and
 * prints what go expects without that: nothing of tests that pass. Programs that say it already run as they are, and so
 * does whatever is no test program (`go run`).
 * @param directory in the room, that results are written to
 */
export function goProgram(directory: string): string {
  return `#!/bin/sh
# Part of the verification of this change: counts executed tests. See docs/guides/floor.md.
out=${directory}
${PROGRAM}`;
}

const PROGRAM = `test=0 told=0
for a in "$@"; do
  case $a in
    -test.timeout=* | -test.paniconexit0 | -test.testlogfile=*) test=1 ;;
    -test.v=* | -test.v | -test.bench=* | -test.list=* | -test.fuzz=* | -test.fuzzworker) told=1 ;;
  esac
done
if [ $test = 0 ] || [ $told = 1 ] || [ ! -d "$out" ]; then exec "$@"; fi
log=$out/go-$$.txt
command -v sed >/dev/null 2>&1 && (: >"$log") 2>/dev/null || exec "$@"
program=$1
shift
pwd >"$log"
# Written by the package testing itself, when it has come to its end.
"$program" -test.testlogfile="$log.end" -test.v=true "$@" >>"$log" 2>&1
code=$?
# What it would have printed without being asked for more, in its order.
sed -E -e 1d -e '/^=== (RUN|PAUSE|CONT|NAME)/d' -e '/^ *--- (PASS|SKIP): /d' "$log"
exit $code
`;
