export const id = 374;
export const ids = [374];
export const modules = {

/***/ 38374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   shimProgram: () => (/* binding */ shimProgram)
/* harmony export */ });
/* harmony import */ var _paths_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(59207);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(66910);


/**
 * The program that stands in for a brokered command inside a room. It needs /bin/sh, the smallest tools, and one of
 * the programs that can open a connection; proxies are not asked. What it says is not believed by the host.
 * @param port of the broker, on the room's loopback
 */
function shimProgram(command, port) {
    return `#!/bin/sh
# ${command.name} is a brokered command: the host runs it, if the rules of this run allow it.
name=${command.name} port=${port} stdin=${command.stdin}
max_files=${_types_js__WEBPACK_IMPORTED_MODULE_0__/* .REQUEST_LIMITS */ .P.files} max_bytes=${_types_js__WEBPACK_IMPORTED_MODULE_0__/* .REQUEST_LIMITS */ .P.fileBytes + 1}
${SCRIPT}`;
}
const SCRIPT = `set -u
case $PATH in ${_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .ROOM_BIN */ .G_}:*) PATH=\${PATH#${_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .ROOM_BIN */ .G_}:} ;; esac
LC_ALL=C
export PATH LC_ALL
fail() {
  printf 'cleanroom: %s: %s\\n' "$name" "$1" >&2
  exit 125
}
d=$(mktemp -d "\${TMPDIR:-/tmp}/brokered.XXXXXXXX") || fail 'no temporary directory can be made'
trap 'rm -rf "$d"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
files=0
put() {
  length=$(printf %s "$2" | wc -c)
  printf '%s %d\\n%s' "$1" $((length)) "$2"
}
# Sends the file that a word may name, if it is one.
offer() {
  case $1 in '' | -) return 0 ;; /*) path=$1 ;; *) path=$here/$1 ;; esac
  case $path in /workspace/* | /tmp/*) ;; *) return 0 ;; esac
  [ -f "$path" ] && [ -r "$path" ] || return 0
  files=$((files + 1))
  [ "$files" -le "$max_files" ] || { : >"$d/many"; return 0; }
  head -c "$max_bytes" <"$path" >"$d/file" || return 0
  length=$(printf %s "$path" | wc -c)
  size=$(wc -c <"$d/file")
  printf 'file %d %d\\n%s' $((length)) $((size)) "$path"
  cat "$d/file"
}
here=$(pwd)
asked=no
{
  put cwd "$here"
  for word in "$@"; do put arg "$word"; done
  for word in "$@"; do
    case $word in - | -[!-]- | *=- | /dev/stdin | *=/dev/stdin) asked=yes ;; esac
    offer "$word"
    value=
    case $word in *=*) value=\${word#*=} ;; -[!-]?*) value=\${word#-?} ;; esac
    offer "$value"
    case \${value:-$word} in *,*)
      set -f
      IFS=,
      for part in \${value:-$word}; do offer "$part"; done
      unset IFS
      set +f
      ;;
    esac
  done
  if [ "$stdin" = always ] || { [ "$stdin" = asked ] && [ "$asked" = yes ]; }; then
    head -c "$max_bytes" >"$d/stdin"
    size=$(wc -c <"$d/stdin")
    printf 'stdin %d\\n' $((size))
    cat "$d/stdin"
  fi
  put end ''
} >"$d/body" || fail 'the request cannot be written'
[ ! -e "$d/many" ] || fail "its arguments name more than $max_files files"
size=$(wc -c <"$d/body")
{
  printf 'POST /cleanroom/command/%s HTTP/1.1\\r\\nhost: 127.0.0.1:%d\\r\\n' "$name" "$port"
  printf 'content-type: application/octet-stream\\r\\ncontent-length: %d\\r\\nconnection: close\\r\\n\\r\\n' $((size))
  cat "$d/body"
} >"$d/request"
# 98, 99: no whole request was sent, so that the next program may try.
send() {
  case $1 in
    bash)
      bash --norc --noprofile -c '{ exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 99
        cat <"$2" >&3 || exit 98
        # In gVisor a read that should wait may fail instead. What comes after the end, or an error, is an end.
        until cat <&3 2>/dev/null; do sleep 0.05 || sleep 1; done >"$3"' bash "$port" "$d/request" "$d/response"
      ;;
    perl)
      perl -MIO::Socket::INET -e '
        my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0], Proto => "tcp") or exit 99;
        $SIG{PIPE} = "IGNORE"; binmode $s; $| = 1; open my $in, "<:raw", $ARGV[1] or exit 1; open my $out, ">:raw", $ARGV[2] or exit 1;
        my $b; while (sysread $in, $b, 65536) { my $o = 0; while ($o < length $b) { my $n = send $s, substr($b, $o), 0; exit 98 unless $n; $o += $n } }
        while (defined recv($s, $b, 65536, 0) && length $b) { print $out $b } close $out or exit 1' "$port" "$d/request" "$d/response"
      ;;
    python3)
      python3 -I -S -c '
import socket, sys
try:
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
except OSError:
    sys.exit(99)
try:
    s.sendall(open(sys.argv[2], "rb").read())
except OSError:
    pass
with open(sys.argv[3], "wb") as out:
    while True:
        b = s.recv(65536)
        if not b:
            break
        out.write(b)' "$port" "$d/request" "$d/response"
      ;;
    node)
      NODE_OPTIONS= node -e '
const [port, from, to] = process.argv.slice(1), fs = require("fs");
const s = require("net").connect(Number(port), "127.0.0.1", () => s.write(fs.readFileSync(from)));
s.on("error", () => process.exit(s.bytesWritten > 0 ? 1 : 99));
s.pipe(fs.createWriteStream(to));' "$port" "$d/request" "$d/response"
      ;;
    curl)
      curl -q -sS --noproxy '*' -i -H Expect: -H 'content-type: application/octet-stream' --data-binary "@$d/body" \\
        -o "$d/response" "http://127.0.0.1:$port/cleanroom/command/$name" 2>"$d/why"
      [ $? -ne 7 ] || return 99
      ;;
    nc) nc 127.0.0.1 "$port" <"$d/request" >"$d/response" 2>"$d/why" || return 99 ;;
  esac
}
found=no
for way in \${CLEANROOM_SHIM_WAYS:-bash perl python3 node curl nc}; do
  command -v "$way" >/dev/null 2>&1 || continue
  found=yes
  : >"$d/response"
  send "$way"
  # 126 and 127: the program itself cannot be run.
  case $? in 98 | 99 | 126 | 127) ;; *) break ;; esac
done
[ "$found" = yes ] || fail 'this room has none of bash, perl, python3, node, curl and nc, one of which it takes to ask the broker'
[ -s "$d/response" ] || fail 'the broker did not answer'
cr=$(printf '\\r')
head=0 code='' out='' err='' status=''
while IFS= read -r line; do
  head=$((head + \${#line} + 1))
  line=\${line%"$cr"}
  case $line in
    '') break ;;
    HTTP/*) status=\${line#* } ;;
    x-cleanroom-exit:*) code=\${line#*: } ;;
    x-cleanroom-stdout:*) out=\${line#*: } ;;
    x-cleanroom-stderr:*) err=\${line#*: } ;;
  esac
done <"$d/response"
case $code:$out:$err in *[!0-9:]* | :* | *::* | *:) fail "the broker refused the request: $status" ;; esac
size=$(wc -c <"$d/response")
[ $((size)) -eq $((head + out + err)) ] || fail 'the answer of the broker was cut short'
tail -c "+$((head + 1))" "$d/response" >"$d/result"
head -c "$out" "$d/result"
tail -c "+$((out + 1))" "$d/result" >&2
exit "$code"
`;


/***/ }),

/***/ 66910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ REQUEST_LIMITS),
/* harmony export */   d: () => (/* binding */ EXIT)
/* harmony export */ });
/** Exit codes of our own, as a shell and timeout(1) count. */
const EXIT = { failed: 125, refused: 126, timeout: 124 };
/** What one request may hold. */
const REQUEST_LIMITS = {
    bytes: 16 << 20,
    args: 512,
    /** Of one, and of all together: so that no line of evidence has to be cut. */
    argBytes: 16 << 10,
    argsBytes: 64 << 10,
    files: 64,
    fileBytes: 8 << 20,
    stdinBytes: 8 << 20,
};


/***/ })

};
