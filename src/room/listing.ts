/** Reads the records that a backend's listing script prints: `D<directory>`, then `N<name>` for each entry, NUL after each. */
export function parseListing(output: Buffer): Map<string, Set<string>> {
  const listing = new Map<string, Set<string>>();
  let names = new Set<string>();
  for (const record of output.toString('latin1').split('\0')) {
    if (record.startsWith('D')) {
      names = new Set();
      listing.set(record.slice(1), names);
    } else if (record !== '') names.add(record.slice(1));
  }
  return listing;
}
