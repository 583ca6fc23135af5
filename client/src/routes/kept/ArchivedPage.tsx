export function ArchivedPage() {
  return null;
}
