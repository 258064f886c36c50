/*
 * Two names that are different here may be one file where somebody checks them out: file systems ignore the case of
 * letters, the way in which a letter is written in Unicode, characters that nobody sees, or what stands at the end of a
 * name. A patch that cannot touch `package.json` must not bring `Package.json` either.
 */

/** What HFS+ ignores in names, as git's own check has it. */
const IGNORED = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]/gu;

/** A path as the most forgiving file systems read it, but for the case of its letters. */
export function plainVariant(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => {
      const name = part.normalize('NFKC').replace(IGNORED, '');
      // Windows drops dots and blanks at the end, and takes what follows a colon for a stream of the file.
      const short = name.replace(/(?<=.):.*$/su, '').replace(/[. ]+$/u, '');
      return short === '' ? name : short;
    })
    .join('/');
}

/** The same without the case of its letters. */
export function foldedVariant(path: string): string {
  return plainVariant(path).toLowerCase().toUpperCase().toLowerCase();
}

/**
 * Whether a glob says as much of names in other letters. It does where it spells a name out; `*Test.java` is about the
 * capital (`Contest.java`), and so are directories that programs name after what they hold (`Vendor/`).
 */
export function foldable(glob: string): boolean {
  const parts = glob.split('/').filter((part) => part !== '**');
  const last = parts.at(-1) ?? '';
  if (glob.endsWith('/**')) return last.startsWith('.');
  return !last.startsWith('*') && !(last.includes('*') && /[A-Z]/.test(last));
}
