/** `--only GLOB`: `*` any characters, `?` one; everything without a glob. */
export function globFilter(glob: string | undefined): (name: string) => boolean {
  if (glob === undefined) return () => true;
  const source = glob
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const pattern = new RegExp(`^${source}$`, "su");
  return (name) => pattern.test(name);
}
