import bell from '@vscode/codicons/src/icons/bell.svg?raw';
import book from '@vscode/codicons/src/icons/book.svg?raw';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg?raw';
import close from '@vscode/codicons/src/icons/close.svg?raw';
import error from '@vscode/codicons/src/icons/error.svg?raw';
import home from '@vscode/codicons/src/icons/home.svg?raw';
import info from '@vscode/codicons/src/icons/info.svg?raw';
import layoutPanel from '@vscode/codicons/src/icons/layout-panel.svg?raw';
import layoutSidebarLeft from '@vscode/codicons/src/icons/layout-sidebar-left.svg?raw';
import passFilled from '@vscode/codicons/src/icons/pass-filled.svg?raw';
import search from '@vscode/codicons/src/icons/search.svg?raw';
import settingsGear from '@vscode/codicons/src/icons/settings-gear.svg?raw';
import warning from '@vscode/codicons/src/icons/warning.svg?raw';

/** The codicons that the window shows at once. All others are files beside the window's script, fetched when first shown. */
export const inlineIcons: Readonly<Record<string, string>> = {
  bell,
  book,
  'chevron-right': chevronRight,
  close,
  error,
  home,
  info,
  'layout-panel': layoutPanel,
  'layout-sidebar-left': layoutSidebarLeft,
  'pass-filled': passFilled,
  search,
  'settings-gear': settingsGear,
  warning,
};
