const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** What a package may be at most. Generous for a plugin, and little enough that a hostile one costs an old PC nothing. */
export const packageLimits = {
  packedBytes: 20 * megabyte,
  /** All files together, and with them the archive once it is unpacked. */
  unpackedBytes: 50 * megabyte,
  /** Files and folders. */
  entries: 2_000,
  /** Unpacked to packed bytes, once an archive unpacks to more than `ratioFreeBytes`. */
  ratio: 100,
  ratioFreeBytes: megabyte,
  /** Of a path inside the package: the data folder's own path stands before it, and Windows still counts to 260. */
  pathLength: 180,
  pathDepth: 20,
  manifestBytes: 512 * kilobyte,
} as const;

export type PackageLimits = { readonly [name in keyof typeof packageLimits]: number };

/** A limit that users hear of; the sentence of `package.too-large` has a word for each. */
export type ExceededLimit = 'packed' | 'unpacked' | 'entries' | 'ratio' | 'manifest' | 'registry';
