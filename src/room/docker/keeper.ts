/**
 * The first process of a container room: a shell of the image. It says on standard output that the room stands, waits
 * until it is let go, runs the payload, reaps what the payload leaves, and ends with its exit code (128 + n for a signal);
 * the kernel then ends every process of the container. Its own end of input before that ends the room unused.
 *
 * A constant. $1 the word that it says and waits for · $2 directory to start in · then the payload behind env(1), which
 * gives it exactly its environment: a shell would drop names that are no identifiers.
 */
export const KEEPER = `
exec 3>&2 2>/dev/null
word=$1
for place in /tmp /dev/shm "$HOME"; do
  [ -w "$place" ] || { echo "$place of the image is not one that everybody may write" >&3; exit 125; }
done
cd -- "$2" || { echo "cannot enter $2" >&3; exit 125; }
shift 2
echo "$word"
read -r go || exit 125
[ "$go" = "$word" ] || exit 125
"$@" 2>&3 3>&-
exit $?
`;

/** A program whose name holds an equals sign would be an assignment to env(1). */
const THROUGH_SHELL = ['/bin/sh', '-c', 'exec "$0" "$@"'] as const;

/** What follows the image in the command line of `docker create --entrypoint /bin/sh`. */
export function keeperArguments(
  word: string,
  directory: string,
  env: Readonly<Record<string, string>>,
  argv: readonly [string, ...string[]],
): string[] {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const through = argv[0].includes('=') ? THROUGH_SHELL : [];
  return ['-c', KEEPER, 'room', word, directory, 'env', '-i', '--', ...assignments, ...through, ...argv];
}
