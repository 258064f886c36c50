/** What a check run is called where nobody says so: with the key, so that those of several workflows differ. */
export function usualCheckName(commentKey: string): string {
  return `cleanroom ${commentKey}`;
}
