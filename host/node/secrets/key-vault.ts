import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import { KeyFile, type KeyFileContent } from './key-file.ts';
import type { Keychain } from './keychain.ts';
import { decodeMasterKey, encodeMasterKey, generateMasterKey, type MasterKey } from './master-key.ts';

/** Where new secrets' master key is kept. */
export type KeyStoreKind = 'keychain' | 'key-file';

export interface KeyVaultOptions {
  /** Path of the key file. */
  readonly keyFile: string;
  /** Without one the key file is used: the product's environment variable `BOULE_BLEUE_KEY_STORE=file`. */
  readonly keychain?: Keychain | undefined;
  /** Told why the keychain isn't used though there should be one. */
  readonly onKeychainError?: (error: unknown) => void;
  /** Default: the clock. */
  readonly now?: () => Date;
}

interface OpenKeys {
  readonly file: KeyFileContent;
  readonly fromKeychain: MasterKey | undefined;
}

/**
 * Keeps master keys: in the operating system's keychain, or where none works in a key file. Both are
 * read, so that a keychain which comes or goes loses nothing; new secrets are sealed with the first
 * that works. Nothing is looked up before it is needed, and no key is made before it seals something.
 */
export class KeyVault implements Disposable {
  private readonly file: KeyFile;
  private readonly keys = new Map<string, MasterKey>();
  private keychain: Keychain | undefined;
  private opening: Promise<OpenKeys> | undefined;
  private making: Promise<MasterKey> | undefined;

  constructor(private readonly options: KeyVaultOptions) {
    this.file = new KeyFile(options.keyFile);
    this.keychain = options.keychain;
  }

  /** Where the key of new secrets is or will be. Asking the keychain may take seconds; see OsKeychain for the bounds. */
  async kind(): Promise<KeyStoreKind> {
    await this.open();
    return this.keychain === undefined ? 'key-file' : 'keychain';
  }

  /**
   * What the user should know about the keys.
   * @param usedKeyIds every key that some sealed secret needs.
   */
  async notices(usedKeyIds: readonly string[]): Promise<Message[]> {
    const { file } = await this.open();
    const notices: Message[] = [];
    if ((await this.kind()) === 'key-file') notices.push({ key: 'notice.secrets.key-file', args: { file: this.options.keyFile } });
    const isKeyMissing = usedKeyIds.some((id) => !this.keys.has(id));
    if (isKeyMissing && file.kind === 'unreadable') {
      notices.push({ key: 'notice.secrets.key-file-unreadable', args: { file: this.options.keyFile } });
    } else if (isKeyMissing) {
      notices.push({ key: 'notice.secrets.key-missing' });
    }
    return notices;
  }

  /** A key by its id, or `undefined` where it is lost. */
  async find(keyId: string): Promise<MasterKey | undefined> {
    await this.open();
    return this.keys.get(keyId);
  }

  /**
   * The key for new secrets, made where there is none yet.
   * @throws ShellError `secret.key-not-writable` when it can't be kept anywhere.
   */
  async current(): Promise<MasterKey> {
    const { file, fromKeychain } = await this.open();
    if (this.keychain !== undefined && fromKeychain !== undefined) return fromKeychain;
    if (this.keychain === undefined && file.kind === 'key') return file.masterKey;
    this.making ??= this.make(file);
    try {
      return await this.making;
    } catch (error) {
      this.making = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.options.keychain?.dispose();
  }

  private open(): Promise<OpenKeys> {
    this.opening ??= this.readAll();
    return this.opening;
  }

  private async readAll(): Promise<OpenKeys> {
    const file = this.file.read();
    if (file.kind === 'key') this.remember(file.masterKey);
    return { file, fromKeychain: await this.readKeychain() };
  }

  private async readKeychain(): Promise<MasterKey | undefined> {
    try {
      const text = await this.keychain?.read();
      if (text === undefined) return undefined;
      const masterKey = decodeMasterKey(text);
      // Foreign text there may be the only copy of something: it is left, and the key file used.
      if (masterKey === undefined) throw new Error('The keychain entry holds no key');
      return this.remember(masterKey);
    } catch (error) {
      this.giveUpKeychain(error);
      return undefined;
    }
  }

  private async make(file: KeyFileContent): Promise<MasterKey> {
    const masterKey = generateMasterKey();
    try {
      await this.keychain?.write(encodeMasterKey(masterKey));
    } catch (error) {
      this.giveUpKeychain(error);
    }
    if (this.keychain === undefined) {
      if (file.kind === 'key') return file.masterKey;
      this.writeFile(masterKey);
    }
    return this.remember(masterKey);
  }

  private writeFile(masterKey: MasterKey): void {
    try {
      this.file.write(masterKey, this.options.now?.() ?? new Date());
    } catch (cause) {
      throw new ShellError('secret.key-not-writable', { file: this.options.keyFile }, { cause });
    }
  }

  private remember(masterKey: MasterKey): MasterKey {
    this.keys.set(masterKey.id, masterKey);
    return masterKey;
  }

  private giveUpKeychain(error: unknown): void {
    this.keychain = undefined;
    this.options.onKeychainError?.(error);
  }
}
