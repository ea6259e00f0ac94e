/**
 * Text as offices have it: UTF-8, UTF-16 where a byte order mark says so (« Texte Unicode » of spreadsheets), and Windows-1252 where
 * it is no UTF-8. The mark is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What is no UTF-8 can't be told by anything but trying.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
