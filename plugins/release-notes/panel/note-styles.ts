import { css } from 'lit';

/** The text of a note, as comfortable to read as a printed page. */
export const noteStyles = css`
  article {
    line-height: 1.6;
    max-width: 46em;
    overflow-wrap: anywhere;
  }
  article > h2 {
    border-bottom: 1px solid var(--vscode-textSeparator-foreground);
    font-size: 1.5em;
    margin-bottom: 0.7em;
    padding-bottom: 0.35em;
  }
  h3 {
    font-size: 1.15em;
    letter-spacing: 0.02em;
    margin: 1.6em 0 0.5em;
  }
  h4 {
    font-size: 1.1em;
    font-weight: 600;
    line-height: 1.3;
    margin: 1.5em 0 0.4em;
  }
  p,
  ul,
  ol,
  pre,
  blockquote,
  table {
    margin: 0 0 0.9em;
  }
  code,
  pre {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
  }
  pre {
    background: var(--vscode-textCodeBlock-background);
    border-radius: 4px;
    overflow-x: auto;
    padding: 0.7em 0.9em;
  }
  blockquote {
    border-inline-start: 3px solid var(--vscode-textBlockQuote-border);
    margin-inline: 0;
    padding-inline-start: 1em;
  }
`;
