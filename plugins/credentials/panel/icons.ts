import { html, svg, type TemplateResult } from 'lit';
import type { AccountStatus } from '../accounts/account-status.ts';

/** The guide's blue ball. Only decoration: what it stands on has a name. */
export const ballIcon = html`<svg class="icon" viewBox="0 0 96 96" aria-hidden="true">
  <defs>
    <radialGradient id="sphere" cx="0.36" cy="0.28" r="0.82">
      <stop offset="0" stop-color="#8fd0ff" />
      <stop offset="0.34" stop-color="#3b95f2" />
      <stop offset="0.72" stop-color="#1560c9" />
      <stop offset="1" stop-color="#0a3a86" />
    </radialGradient>
  </defs>
  <circle cx="48" cy="48" r="44" fill="url(#sphere)" stroke="#fff" stroke-width="6" />
  <ellipse cx="48" cy="26" rx="27" ry="15" fill="#fff" fill-opacity="0.45" />
</svg>`;

const tick = svg`<circle cx="12" cy="12" r="10" /><path d="m7.5 12.5 3 3 6-7" />`;
const barred = svg`<circle cx="12" cy="12" r="10" /><path d="m5.5 18.5 13-13" />`;
const clock = svg`<circle cx="12" cy="12" r="10" /><path d="M12 6.5V12l3.5 2.5" />`;
const lock = svg`<rect x="5" y="10.5" width="14" height="10.5" rx="1.5" /><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" />`;
const dots = svg`<circle cx="12" cy="12" r="10" stroke-dasharray="3.2 3.1" />`;
const triangle = svg`<path d="M12 3 2.5 20.5h19Z" /><path d="M12 9.5v5m0 2.6v.4" />`;

/** The green tick. */
export const passedIcon = drawing('passed', tick);
/** The barred red circle. */
export const failedIcon = drawing('failed', barred);
/** Neither: what was not looked at. */
export const untriedIcon = drawing('neutral', dots);
export const warningIcon = drawing('warning', triangle);
/** An account that is closed for whoever is at the window. */
export const lockIcon = drawing('neutral', lock);

/** How an account stands; the words beside it say the same. */
export function statusIcon(kind: AccountStatus['kind']): TemplateResult {
  return statusIcons[kind];
}

const statusIcons: Readonly<Record<AccountStatus['kind'], TemplateResult>> = {
  incomplete: drawing('neutral', dots),
  'never-tested': drawing('neutral', dots),
  unreadable: drawing('warning', triangle),
  accepted: passedIcon,
  refused: failedIcon,
  expired: drawing('warning', clock),
  'not-registered': drawing('warning', triangle),
  blocked: drawing('failed', lock),
};

function drawing(kind: string, shape: TemplateResult): TemplateResult {
  return html`<svg class="icon ${kind}" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;
}
