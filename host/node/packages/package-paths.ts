import { ShellError } from '../../../core/errors.ts';
import { packageLimits } from './package-limits.ts';

/** Names that mean a device on Windows, in every folder and with any ending. */
const deviceName = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;
/** What Windows forbids in names, and what would draw a name as another: controls, direction marks, undecodable bytes. */
const forbiddenCharacter = /[<>:"|?*\\]|\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\uFFFD/u;

/**
 * Requires that a path is a plain name for a file below the package's folder on every system we run on, so that a package that was
 * installed on one is the same on the others.
 * @param path with forward slashes, as the package gives it.
 * @throws ShellError `package.path-forbidden`.
 */
export function requirePlainPath(path: string): void {
  const segments = path.split('/');
  const isPlain =
    path.length <= packageLimits.pathLength && segments.length <= packageLimits.pathDepth && segments.every((name) => isPlainName(name));
  if (!isPlain) throw new ShellError('package.path-forbidden', { path: showPath(path) });
}

/** Whether a name can stand for one file or folder on every system. */
export function isPlainName(name: string): boolean {
  return name !== '' && !forbiddenCharacter.test(name) && !/[. ]$|^ /.test(name) && !deviceName.test(name);
}

/**
 * Requires that no two paths are one on a system that doesn't tell case or spellings of accents apart, and that no file stands where
 * another path needs a folder.
 * @throws ShellError `package.path-twice`.
 */
export function requireDistinctPaths(paths: readonly string[]): void {
  /** The spelling by which each place was named first; a file's own place is marked by a leading slash. */
  const places = new Map<string, string>();
  const take = (spelling: string, isFile: boolean): boolean => {
    const key = sameOnAnySystem(spelling);
    const wanted = isFile ? `/${spelling}` : spelling;
    const taken = places.get(key);
    if (taken === undefined) places.set(key, wanted);
    return taken === undefined || (!isFile && taken === wanted);
  };
  for (const path of paths) {
    const isFree = foldersAbove(path).every((folder) => take(folder, false)) && take(path, true);
    if (!isFree) throw new ShellError('package.path-twice', { path: showPath(path) });
  }
}

function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** Upper case first: `ß` and `ſ` then meet what file systems take them for. */
function sameOnAnySystem(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** For a sentence: a hostile name may be long, or made to be read as another. */
function showPath(path: string): string {
  const shown = [...path].slice(0, 80).map((character) => (forbiddenCharacter.test(character) && character !== '\\' ? '�' : character));
  return shown.join('') + (shown.length === 80 ? '…' : '');
}
