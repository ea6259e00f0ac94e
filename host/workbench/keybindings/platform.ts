/** Whether the window runs on a machine whose commands go by ⌘. */
export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
