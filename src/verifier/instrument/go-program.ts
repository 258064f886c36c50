/**
 * What `go test` starts its test programs by (`-exec`). It notes whether each came to its end, has it say its tests one by
 * one into a file of their own, and prints what go expects without that: nothing of tests that pass. Programs that say it
 * already say it where they did, and whatever is no test program (`go run`) runs as it is.
 * @param directory in the room, that results are written to
 */
export function goProgram(directory: string): string {
  return `#!/bin/sh
# Part of the verification of this change: counts executed tests. See docs/guides/floor.md.
out=${directory}
${PROGRAM}`;
}

/**
 * A stand-in for `go` that comes first in PATH: scripts that set a GOFLAGS of their own would lose what counts their tests.
 * It runs the one that comes after it in PATH.
 * @param directory in the room, that holds the stand-in as `go` and the program of `-exec`
 * @param program name of the latter
 */
export function goStandIn(directory: string, program: string): string {
  return `#!/bin/sh
# Part of the verification of this change: counts executed tests. See docs/guides/floor.md.
here=${directory} program=${program}
${STAND_IN}`;
}

// The last place is where scripts that add one to PATH have it from.
const STAND_IN = `rest=$PATH:/usr/local/go/bin:
real=
while [ -n "$rest" ]; do
  place=\${rest%%:*}
  rest=\${rest#*:}
  one=\${place:-.}/go
  if [ -f "$one" ] && [ -x "$one" ] && ! [ "$one" -ef "$here/go" ]; then real=$one && break; fi
done
if [ -z "$real" ]; then
  echo 'go: not found' >&2
  exit 127
fi
case " \${GOFLAGS-} " in
  *' -exec='* | *' --exec='*) exec "$real" "$@" ;;
esac
case \${1-} in
  test)
    shift
    exec "$real" test -exec="$here/$program" "$@"
    ;;
  -C=* | --C=*)
    if [ "\${2-}" = test ]; then
      directory=$1
      shift 2
      exec "$real" "$directory" test -exec="$here/$program" "$@"
    fi
    ;;
  -C | --C)
    if [ "\${3-}" = test ]; then
      directory=$2
      shift 3
      exec "$real" -C "$directory" test -exec="$here/$program" "$@"
    fi
    ;;
esac
exec "$real" "$@"
`;

const PROGRAM = `test=0 told=0
for a in "$@"; do
  case $a in
    -test.timeout=* | -test.paniconexit0 | -test.testlogfile=*) test=1 ;;
    -test.v=* | -test.v) told=1 ;;
    -test.bench=* | -test.list=* | -test.fuzz=* | -test.fuzzworker) exec "$@" ;;
  esac
done
if [ $test = 0 ] || [ ! -d "$out" ]; then exec "$@"; fi
log=$out/go-$$.txt
command -v sed >/dev/null 2>&1 && (: >"$log") 2>/dev/null || exec "$@"
program=$1
shift
pwd >"$log"
# The log of the end is written by the package testing itself, when it has come to that.
if [ $told = 1 ]; then exec "$program" -test.testlogfile="$log.end" "$@"; fi
"$program" -test.testlogfile="$log.end" -test.v=true "$@" >>"$log" 2>&1
code=$?
[ $code = 0 ] || : >"$log.failed"
# What it would have printed without being asked for more, in its order.
sed -E -e 1d -e '/^=== (RUN|PAUSE|CONT|NAME)/d' -e '/^ *--- (PASS|SKIP): /d' "$log"
exit $code
`;
