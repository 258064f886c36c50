/** A workflow's name as a key of comments: in the characters that a marker allows. */
export function commentKeyOf(workflow: string | undefined): string {
  const key = (workflow ?? '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return key === '' ? 'default' : key;
}
