import { css } from 'lit';

export const waterfallStyles = css`
  :host {
    overflow-x: auto;
  }
  table {
    font-size: 0.92em;
    overflow-wrap: normal;
    width: 100%;
  }
  caption {
    color: var(--vscode-descriptionForeground);
    padding-bottom: 0.4em;
    text-align: start;
  }
  th,
  td {
    height: 1.9em;
    padding-block: 0;
    vertical-align: middle;
  }
  thead th {
    color: var(--vscode-descriptionForeground);
    font-weight: 400;
  }
  thead th,
  tbody {
    border-bottom: 1px solid var(--vscode-textSeparator-foreground);
  }
  tbody th {
    font-weight: 400;
  }
  .address th {
    font-weight: 600;
    padding-top: 0.6em;
  }
  .result code {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .address p {
    font-weight: 400;
  }
  .address code {
    font-weight: 400;
    margin-inline-start: 0.5em;
  }
  code {
    color: var(--vscode-descriptionForeground);
    font-size: 0.95em;
    overflow-wrap: anywhere;
  }
  .stage > th {
    white-space: nowrap;
  }
  .attempt > th,
  .question > th {
    color: var(--vscode-descriptionForeground);
    padding-inline-start: 1.4em;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .result {
    align-items: start;
    display: flex;
    gap: 0.35em;
    min-width: 9em;
    padding-block: 0.15em;
  }
  .result .icon {
    display: block;
    height: 1.1em;
    margin-top: 0.2em;
    width: 1.1em;
  }
  small {
    color: var(--vscode-descriptionForeground);
    white-space: nowrap;
  }
  .attempt .icon,
  .question .icon {
    opacity: 0.85;
  }
  .time {
    padding-inline-end: 0;
    position: relative;
    width: 42%;
  }
  svg:not(.icon) {
    height: 100%;
    inset: 0;
    overflow: visible;
    position: absolute;
    width: 100%;
  }
  text {
    fill: var(--vscode-descriptionForeground);
    font-size: 0.9em;
  }
  text.end {
    display: none;
    text-anchor: end;
  }
  .grid {
    opacity: 0.6;
    stroke: var(--vscode-textSeparator-foreground);
  }
  rect {
    fill: var(--vscode-charts-blue);
    height: 0.9em;
    /* What took no time is still to be seen. */
    stroke: var(--vscode-charts-blue);
    stroke-width: 1.5px;
    y: calc(50% - 0.45em);
  }
  .attempt rect,
  .question rect {
    height: 0.3em;
    y: calc(50% - 0.15em);
  }
  rect.failed {
    fill: none;
    stroke: var(--vscode-testing-iconFailed);
    stroke-dasharray: 4 2.5;
  }
  rect.unneeded {
    fill: none;
    stroke: var(--vscode-descriptionForeground);
    stroke-dasharray: 1.5 2.5;
  }
  @container (width < 46em) {
    .stage > th {
      white-space: normal;
    }
    .time {
      min-width: 5em;
      width: 25%;
    }
    /* Only the end of the axis has room. */
    text {
      display: none;
    }
    text.end {
      display: inline;
    }
    .address code {
      display: block;
      margin: 0;
    }
  }
  @media (forced-colors: active) {
    rect {
      fill: CanvasText;
      stroke: CanvasText;
    }
    rect.failed,
    rect.unneeded {
      fill: none;
      stroke: CanvasText;
    }
    text {
      fill: CanvasText;
    }
  }
`;
