/**
 * Reading options out of arguments without knowing the program. Parsers differ: some take `--dry_run`, `-dry-run` or
 * `--dry` for `--dry-run`, and some take the next argument as an option's value. So there are two questions, and each
 * is answered on the safe side.
 */

/** True when this argument may mean the option, by the rules of any common parser. */
export function mayName(argument: string, option: string): boolean {
  const wanted = nameOf(option);
  if (!option.startsWith('--')) {
    // `-x` alone, with its value attached, or among other letters.
    const letters = /^-([^-][^=]*)/.exec(argument)?.[1];
    return letters?.includes(wanted) ?? false;
  }
  const match = /^(--?)([^=]+)/.exec(argument);
  if (match === null) return false;
  const [, dashes, name = ''] = match;
  // One dash and one letter is another option; one dash and more may be this one, or letters that are none of ours.
  if (dashes === '-' && plain(name).length < 2) return false;
  // `--no-x` takes `--x` back.
  return [name, affirmed(name)].some((given) =>
    [wanted, affirmed(wanted)].some((whole) => plain(given) !== '' && plain(whole).startsWith(plain(given))),
  );
}

/** True when one argument is exactly this option and no other may mean it. */
export function holdsExactly(args: readonly string[], option: string): boolean {
  return args.includes(option) && args.every((argument) => argument === option || !mayName(argument, option));
}

/** True when some argument may give the option this value; an option without one is enough if just named. */
export function mayHold(args: readonly string[], option: string): boolean {
  const equals = option.indexOf('=');
  return args.some((argument) => {
    if (!mayName(argument, option)) return false;
    if (equals < 0) return true;
    const given = argument.indexOf('=');
    // Without `=` the value may be the next argument, or one that the option has by itself.
    return given < 0 || argument.slice(given + 1) === option.slice(equals + 1);
  });
}

/** `--dry-run=server` → `dry-run`, `-s` → `s`. */
function nameOf(option: string): string {
  return option.replace(/^--?/, '').replace(/=.*$/s, '');
}

function affirmed(name: string): string {
  return name.replace(/^no[-_.]/i, '');
}

/** Some parsers take underscores for hyphens, and some do not see case. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '');
}
