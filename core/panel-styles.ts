/**
 * CSS for native controls inside a panel, in the user's theme: `button`, `input`, `select`, `textarea`,
 * `fieldset`, `label`, `table`, `a`, and the classes `.secondary`, `.field`, `.problem` and `.actions`.
 * For Lit: `static styles = [unsafeCSS(controlStyles), css\`…\`]`.
 */
export const controlStyles: string = `
:host { display: block; color: var(--vscode-foreground); font: var(--vscode-font-size, 13px)/1.5 var(--vscode-font-family, sans-serif); }
*, *::before, *::after { box-sizing: border-box; }
h1, h2, h3 { font-weight: 600; line-height: 1.3; margin: 0 0 0.5em; }
h1 { font-size: 1.4em; } h2 { font-size: 1.15em; } h3 { font-size: 1em; }
a { color: var(--vscode-textLink-foreground); }
fieldset { border: 0; margin: 0 0 1.25em; padding: 0; min-width: 0; }
legend { font-weight: 600; margin-bottom: 0.4em; padding: 0; }
.field { display: flex; flex-direction: column; gap: 0.25em; margin-bottom: 0.9em; }
.problem { color: var(--vscode-errorForeground); margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5em; margin-top: 1em; }
input:not([type=radio], [type=checkbox]), select, textarea {
  background: var(--vscode-input-background); color: var(--vscode-input-foreground);
  border: 1px solid var(--vscode-input-border, transparent); border-radius: 2px;
  font: inherit; padding: 0.25em 0.45em; min-height: 2em; width: 100%;
}
input[type=radio], input[type=checkbox] { accent-color: var(--vscode-focusBorder); margin: 0 0.45em 0 0; width: 1.1em; height: 1.1em; vertical-align: -0.15em; }
input[aria-invalid=true] { border-color: var(--vscode-inputValidation-errorBorder); }
button {
  background: var(--vscode-button-background); color: var(--vscode-button-foreground);
  border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px;
  cursor: pointer; font: inherit; min-height: 2em; padding: 0.25em 0.9em;
}
button:hover:not(:disabled) { background: var(--vscode-button-hoverBackground); }
button.secondary { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
button.secondary:hover:not(:disabled) { background: var(--vscode-button-secondaryHoverBackground); }
button:disabled { cursor: default; opacity: 0.5; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
table { border-collapse: collapse; } th, td { padding: 0.25em 0.75em 0.25em 0; text-align: start; }
.visually-hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
`;
