/** Reaches beyond the window. Needs the permission `openExternal`. */
export abstract class WindowService {
  static readonly serviceId = 'window';
  static readonly permission = 'openExternal';

  /**
   * Opens an address in the user's browser or mail program, from the window used last.
   * @param url `https:` or `mailto:`; `http:` only with the permission `privateNetwork`, since opening a device’s page is a request to it.
   * @throws ShellError `permission.denied` for another scheme, `dialog.no-window` where no window is open, `window.too-often` beyond five at
   *   once, or one every five seconds in the long run.
   */
  abstract openExternal(url: string): Promise<void>;
}
