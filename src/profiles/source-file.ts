/** A file as it was read. */
export interface SourceFile {
  /** Path, as issues should name it. */
  readonly file: string;
  readonly source: string | Uint8Array;
}

/** A file's name without folders and without `.yaml`. */
export function fileStem(file: string): string {
  return file.replace(/^.*[/\\]/s, "").replace(/\.yaml$/, "");
}
