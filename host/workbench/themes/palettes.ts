/** The few colours that a theme is made of; `theme-colors.ts` says where each is used. */
export interface ThemePalette {
  readonly scheme: 'light' | 'dark';
  readonly foreground: string;
  /** Descriptions and other secondary text. */
  readonly muted: string;
  /** Of the middle of the window. */
  readonly background: string;
  /** Of the side bar and the bottom panel. */
  readonly side: string;
  /** Of the title, activity and status bars. */
  readonly bar: string;
  /** Of menus, the palette, notifications and dialogs. */
  readonly widget: string;
  /** Between parts; only decoration. */
  readonly border: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  readonly link: string;
  readonly secondary: string;
  readonly secondaryHover: string;
  readonly hover: string;
  readonly selection: string;
  readonly onSelection: string;
  readonly input: string;
  /** Tells where a control is. */
  readonly controlBorder: string;
  readonly focus: string;
  readonly error: string;
  readonly errorBackground: string;
  readonly warning: string;
  readonly warningBackground: string;
  readonly info: string;
  readonly infoBackground: string;
  readonly success: string;
  readonly shadow: string;
  /** Drawn around everything in high contrast. */
  readonly contrastBorder?: string;
}

export const lightPalette: ThemePalette = {
  scheme: 'light',
  foreground: '#1f2733',
  muted: '#545e6c',
  background: '#ffffff',
  side: '#f6f8fc',
  bar: '#e9eff8',
  widget: '#ffffff',
  border: '#d3dbe7',
  accent: '#1257b5',
  accentHover: '#0d4590',
  onAccent: '#ffffff',
  link: '#0f55b4',
  secondary: '#dfe7f2',
  secondaryHover: '#cfdaea',
  hover: '#1257b514',
  selection: '#d6e5fa',
  onSelection: '#0b2c5c',
  input: '#ffffff',
  controlBorder: '#7a8492',
  focus: '#1257b5',
  error: '#b3121f',
  errorBackground: '#fdecee',
  warning: '#855000',
  warningBackground: '#fff4dc',
  info: '#1257b5',
  infoBackground: '#e8f1fd',
  success: '#146c2e',
  shadow: '#0b2c5c33',
};

export const darkPalette: ThemePalette = {
  scheme: 'dark',
  foreground: '#d8dde5',
  muted: '#a4adba',
  background: '#1b1f27',
  side: '#171b22',
  bar: '#12151b',
  widget: '#21262f',
  border: '#2d3440',
  accent: '#2d6bca',
  accentHover: '#255cb0',
  onAccent: '#ffffff',
  link: '#7db5ff',
  secondary: '#333c4a',
  secondaryHover: '#3f4a5b',
  hover: '#ffffff12',
  selection: '#25436f',
  onSelection: '#ffffff',
  input: '#12151b',
  controlBorder: '#727d8d',
  focus: '#6aa8f7',
  error: '#ff8e93',
  errorBackground: '#3b1d21',
  warning: '#e6b866',
  warningBackground: '#382d17',
  info: '#7db5ff',
  infoBackground: '#182b47',
  success: '#74d08a',
  shadow: '#00000080',
};

export const highContrastPalette: ThemePalette = {
  scheme: 'dark',
  foreground: '#ffffff',
  muted: '#ffffff',
  background: '#000000',
  side: '#000000',
  bar: '#000000',
  widget: '#000000',
  border: '#6fc3df',
  accent: '#000000',
  accentHover: '#0d3a4a',
  onAccent: '#ffffff',
  link: '#7cc7ff',
  secondary: '#000000',
  secondaryHover: '#0d3a4a',
  hover: '#0d3a4a',
  selection: '#0b3f78',
  onSelection: '#ffffff',
  input: '#000000',
  controlBorder: '#6fc3df',
  focus: '#f5a04a',
  error: '#ff9b9f',
  errorBackground: '#000000',
  warning: '#ffd166',
  warningBackground: '#000000',
  info: '#7cc7ff',
  infoBackground: '#000000',
  success: '#8ee6a0',
  shadow: '#00000000',
  contrastBorder: '#6fc3df',
};

export const highContrastLightPalette: ThemePalette = {
  scheme: 'light',
  foreground: '#000000',
  muted: '#000000',
  background: '#ffffff',
  side: '#ffffff',
  bar: '#ffffff',
  widget: '#ffffff',
  border: '#0f4a85',
  accent: '#ffffff',
  accentHover: '#dceaf7',
  onAccent: '#000000',
  link: '#0a3a9e',
  secondary: '#ffffff',
  secondaryHover: '#dceaf7',
  hover: '#dceaf7',
  selection: '#cfe3f7',
  onSelection: '#000000',
  input: '#ffffff',
  controlBorder: '#0f4a85',
  focus: '#a8410a',
  error: '#a3000c',
  errorBackground: '#ffffff',
  warning: '#704000',
  warningBackground: '#ffffff',
  info: '#0a3a9e',
  infoBackground: '#ffffff',
  success: '#005a1e',
  shadow: '#00000000',
  contrastBorder: '#0f4a85',
};

/**
 * Windows' contrast themes: the user's own colours, under CSS's names for them. The browser paints Canvas behind every text and
 * draws transparent borders; what is selected, and tabs, say `forced-color-adjust: none`, else nobody could read or tell them.
 */
export const forcedPalette: ThemePalette = {
  scheme: 'light',
  foreground: 'CanvasText',
  muted: 'CanvasText',
  background: 'Canvas',
  side: 'Canvas',
  bar: 'Canvas',
  widget: 'Canvas',
  border: 'CanvasText',
  accent: 'ButtonFace',
  accentHover: 'Highlight',
  onAccent: 'ButtonText',
  link: 'LinkText',
  secondary: 'ButtonFace',
  secondaryHover: 'Highlight',
  hover: 'Canvas',
  selection: 'Highlight',
  onSelection: 'HighlightText',
  input: 'Field',
  controlBorder: 'ButtonBorder',
  focus: 'Highlight',
  error: 'CanvasText',
  errorBackground: 'Canvas',
  warning: 'CanvasText',
  warningBackground: 'Canvas',
  info: 'CanvasText',
  infoBackground: 'Canvas',
  success: 'CanvasText',
  shadow: 'transparent',
  contrastBorder: 'CanvasText',
};
