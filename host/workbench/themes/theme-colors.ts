import type { ThemePalette } from './palettes.ts';

/** VS Code's colours by id (`button.background`), as themes and `--vscode-*` variables name them. */
export type ThemeColors = Readonly<Record<string, string>>;

/** Every colour that the window, its controls and panels use, from a theme's palette. */
export function themeColors(palette: ThemePalette): ThemeColors {
  return { ...general(palette), ...parts(palette), ...controls(palette), ...lists(palette), ...states(palette) };
}

function general(palette: ThemePalette): ThemeColors {
  const { foreground, muted, background, contrastBorder = 'transparent' } = palette;
  return {
    foreground,
    descriptionForeground: muted,
    disabledForeground: muted,
    errorForeground: palette.error,
    'icon.foreground': foreground,
    focusBorder: palette.focus,
    contrastBorder,
    contrastActiveBorder: palette.contrastBorder === undefined ? 'transparent' : palette.focus,
    'widget.shadow': palette.shadow,
    'widget.border': palette.border,
    'selection.background': palette.selection,
    'textLink.foreground': palette.link,
    'textLink.activeForeground': palette.link,
    'textPreformat.foreground': foreground,
    'textPreformat.background': palette.secondary,
    'textBlockQuote.background': palette.side,
    'textBlockQuote.border': palette.accent,
    'textCodeBlock.background': palette.side,
    'textSeparator.foreground': palette.border,
    'editor.background': background,
    'editor.foreground': foreground,
    'editorGroup.border': palette.border,
    'sash.hoverBorder': palette.focus,
    'scrollbar.shadow': palette.shadow,
    'scrollbarSlider.background': palette.controlBorder,
    'scrollbarSlider.hoverBackground': muted,
    'scrollbarSlider.activeBackground': muted,
  };
}

function parts(palette: ThemePalette): ThemeColors {
  const { foreground, muted, background, side, bar, border } = palette;
  const active = palette.contrastBorder === undefined ? palette.accent : palette.focus;
  const activeLine = palette.scheme === 'dark' && palette.contrastBorder === undefined ? palette.focus : active;
  return {
    'titleBar.activeBackground': bar,
    'titleBar.activeForeground': foreground,
    'titleBar.border': border,
    'activityBar.background': bar,
    'activityBar.foreground': foreground,
    'activityBar.inactiveForeground': muted,
    'activityBar.activeBorder': activeLine,
    'activityBar.activeBackground': palette.hover,
    'activityBar.border': border,
    'activityBarBadge.background': palette.contrastBorder === undefined ? palette.accent : palette.foreground,
    'activityBarBadge.foreground': palette.contrastBorder === undefined ? palette.onAccent : palette.background,
    'sideBar.background': side,
    'sideBar.foreground': foreground,
    'sideBar.border': border,
    'sideBarTitle.foreground': foreground,
    'sideBarSectionHeader.background': side,
    'sideBarSectionHeader.foreground': foreground,
    'editorGroupHeader.tabsBackground': side,
    'editorGroupHeader.tabsBorder': border,
    'tab.activeBackground': background,
    'tab.activeForeground': foreground,
    'tab.activeBorderTop': activeLine,
    'tab.inactiveBackground': side,
    'tab.inactiveForeground': muted,
    'tab.hoverBackground': palette.hover,
    'tab.border': border,
    'panel.background': side,
    'panel.border': border,
    'panelTitle.activeBorder': activeLine,
    'panelTitle.activeForeground': foreground,
    'panelTitle.inactiveForeground': muted,
    'statusBar.background': bar,
    'statusBar.foreground': foreground,
    'statusBar.border': border,
    'statusBarItem.hoverBackground': palette.hover,
    'welcomePage.tileBackground': side,
    'welcomePage.tileHoverBackground': palette.hover,
    'welcomePage.tileBorder': border,
  };
}

function controls(palette: ThemePalette): ThemeColors {
  const { foreground, muted, controlBorder } = palette;
  const buttonBorder = palette.contrastBorder ?? 'transparent';
  const field = { background: palette.input, foreground, border: controlBorder };
  return {
    'button.background': palette.accent,
    'button.foreground': palette.onAccent,
    'button.hoverBackground': palette.accentHover,
    'button.border': buttonBorder,
    'button.separator': palette.border,
    'button.secondaryBackground': palette.secondary,
    'button.secondaryForeground': foreground,
    'button.secondaryHoverBackground': palette.secondaryHover,
    'checkbox.background': field.background,
    'checkbox.foreground': foreground,
    'checkbox.border': field.border,
    'input.background': field.background,
    'input.foreground': field.foreground,
    'input.border': field.border,
    'input.placeholderForeground': muted,
    'inputOption.activeBackground': palette.selection,
    'inputOption.activeBorder': palette.focus,
    'inputOption.activeForeground': palette.onSelection,
    'inputValidation.errorBackground': palette.errorBackground,
    'inputValidation.errorBorder': palette.error,
    'inputValidation.errorForeground': foreground,
    'inputValidation.warningBackground': palette.warningBackground,
    'inputValidation.warningBorder': palette.warning,
    'inputValidation.infoBackground': palette.infoBackground,
    'inputValidation.infoBorder': palette.info,
    'dropdown.background': field.background,
    'dropdown.foreground': field.foreground,
    'dropdown.border': field.border,
    'settings.textInputBackground': field.background,
    'settings.textInputForeground': field.foreground,
    'settings.textInputBorder': field.border,
    'settings.checkboxBackground': field.background,
    'settings.checkboxForeground': foreground,
    'settings.checkboxBorder': field.border,
    'settings.dropdownBackground': field.background,
    'settings.dropdownForeground': field.foreground,
    'settings.dropdownBorder': field.border,
    'settings.dropdownListBorder': field.border,
    'settings.headerForeground': foreground,
    'settings.headerBorder': palette.border,
    'settings.modifiedItemIndicator': palette.info,
    'badge.background': palette.secondary,
    'badge.foreground': foreground,
    'progressBar.background': palette.focus,
    'toolbar.hoverBackground': palette.hover,
    'toolbar.activeBackground': palette.selection,
    'toolbar.hoverOutline': palette.contrastBorder ?? 'transparent',
    'keybindingLabel.background': palette.secondary,
    'keybindingLabel.foreground': foreground,
    'keybindingLabel.border': palette.border,
    'keybindingLabel.bottomBorder': palette.border,
    'keybindingTable.headerBackground': palette.secondary,
    'keybindingTable.rowsBackground': palette.side,
  };
}

function lists(palette: ThemePalette): ThemeColors {
  const { foreground, widget, border, selection, onSelection } = palette;
  const outline = palette.contrastBorder === undefined ? 'transparent' : palette.focus;
  return {
    'list.hoverBackground': palette.hover,
    'list.hoverForeground': foreground,
    'list.activeSelectionBackground': selection,
    'list.activeSelectionForeground': onSelection,
    'list.activeSelectionIconForeground': onSelection,
    'list.inactiveSelectionBackground': palette.hover,
    'list.inactiveSelectionForeground': foreground,
    'list.focusOutline': palette.focus,
    'list.focusAndSelectionOutline': palette.focus,
    'list.highlightForeground': palette.link,
    'list.focusHighlightForeground': onSelection,
    'list.errorForeground': palette.error,
    'list.warningForeground': palette.warning,
    'tree.indentGuidesStroke': border,
    'tree.inactiveIndentGuidesStroke': border,
    'menu.background': widget,
    'menu.foreground': foreground,
    'menu.border': border,
    'menu.separatorBackground': border,
    'menu.selectionBackground': selection,
    'menu.selectionForeground': onSelection,
    'menu.selectionBorder': outline,
    'quickInput.background': widget,
    'quickInput.foreground': foreground,
    'quickInputList.focusBackground': selection,
    'quickInputList.focusForeground': onSelection,
    'pickerGroup.foreground': palette.link,
    'pickerGroup.border': border,
    'editorWidget.background': widget,
    'editorWidget.foreground': foreground,
    'editorWidget.border': border,
    'editorHoverWidget.background': widget,
    'editorHoverWidget.foreground': foreground,
    'editorHoverWidget.border': border,
    'notifications.background': widget,
    'notifications.foreground': foreground,
    'notifications.border': border,
    'notificationToast.border': border,
    'notificationCenterHeader.background': palette.side,
    'notificationLink.foreground': palette.link,
  };
}

function states(palette: ThemePalette): ThemeColors {
  const { error, warning, info, success } = palette;
  return {
    'notificationsErrorIcon.foreground': error,
    'notificationsWarningIcon.foreground': warning,
    'notificationsInfoIcon.foreground': info,
    'problemsErrorIcon.foreground': error,
    'problemsWarningIcon.foreground': warning,
    'problemsInfoIcon.foreground': info,
    'editorError.foreground': error,
    'editorWarning.foreground': warning,
    'editorInfo.foreground': info,
    'editor.inlineValuesForeground': palette.muted,
    'testing.iconPassed': success,
    'testing.iconFailed': error,
    'charts.foreground': palette.foreground,
    'charts.red': error,
    'charts.yellow': warning,
    'charts.orange': warning,
    'charts.blue': info,
    'charts.green': success,
    'banner.background': palette.infoBackground,
    'banner.foreground': palette.foreground,
    'banner.iconForeground': info,
  };
}
