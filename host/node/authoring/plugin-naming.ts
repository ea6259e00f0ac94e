import { toPluginId } from '../../../core/manifest/plugin-id.ts';

/** What a new plugin's parts are called, all from the name of its package. */
export interface PluginNaming {
  readonly packageName: string;
  readonly id: string;
  /** What `npm pack` calls it, without the version. */
  readonly packedName: string;
  /** Of the main half; panels add their own word. */
  readonly className: string;
  /** For people, until the author writes a better one. */
  readonly title: string;
  /** The name without its scope: what its folder is called. */
  readonly folderName: string;
}

/** Narrower than npm's: the id begins the tags of custom elements, and its last word becomes the name of a class. */
const usableName = /^(@[a-z][a-z\d]*(-[a-z\d]+)*\/)?[a-z][a-z\d]*(-[a-z\d]+)*$/;
const maximumLength = 80;

/** `undefined` for a name that a plugin's parts can't be named after. */
export function namePlugin(packageName: string): PluginNaming | undefined {
  if (!usableName.test(packageName) || packageName.length > maximumLength) return undefined;
  const folderName = packageName.replace(/^@[^/]*\//, '');
  const words = folderName.split('-');
  const [first = '', ...rest] = words;
  return {
    ...{ packageName, folderName },
    id: toPluginId(packageName),
    packedName: packageName.replace(/^@/, '').replace('/', '-'),
    className: words.map(capitalised).join(''),
    title: [capitalised(first), ...rest].join(' '),
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
