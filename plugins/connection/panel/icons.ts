import { html, svg, type TemplateResult } from 'lit';

const tick = svg`<circle cx="12" cy="12" r="10" /><path d="m7.5 12.5 3 3 6-7" />`;
const barred = svg`<circle cx="12" cy="12" r="10" /><path d="m5.5 18.5 13-13" />`;
const dots = svg`<circle cx="12" cy="12" r="10" stroke-dasharray="3.2 3.1" />`;
const triangle = svg`<path d="M12 3 2.5 20.5h19Z" /><path d="M12 9.5v5m0 2.6v.4" />`;
const lock = svg`<rect x="5" y="10.5" width="14" height="10.5" rx="1.5" /><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" />`;
const dash = svg`<circle cx="12" cy="12" r="10" /><path d="M7.5 12h9" />`;
const info = svg`<circle cx="12" cy="12" r="10" /><path d="M12 11v6m0-10.4v.4" />`;
const heart = svg`<path d="M12 20.5S3.5 15.2 3.5 9.3A4.6 4.6 0 0 1 12 6.8a4.6 4.6 0 0 1 8.5 2.5C20.5 15.2 12 20.5 12 20.5Z" />`;

/** The green tick. */
export const reachedIcon = drawing('reached', tick);
/** The barred red circle. */
export const failedIcon = drawing('failed', barred);
export const pendingIcon = drawing('pending', dots);
export const warningIcon = drawing('warning', triangle);
export const lockIcon = drawing('neutral', lock);
/** Neither passed nor failed. */
export const unneededIcon = drawing('neutral', dash);
/** Worth knowing, no more. */
export const noteIcon = drawing('neutral', info);
/** The red heart that the ball has when the authentication failed. */
export const heartIcon = drawing('failed heart', heart);

function drawing(kind: string, shape: TemplateResult): TemplateResult {
  return html`<svg class="icon ${kind}" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;
}
