export interface TextFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** What file systems don't take, or take for something else. */
const foreignInNames = /[\\/:*?"<>|\p{Cc}]+/gu;

/** Offers a file to the user, as the browser does with downloads. */
export function saveTextFile({ name, type, text }: TextFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(foreignInNames, ' ').trim();
  link.click();
  // The browser has begun by then; before, some would find nothing any more.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
