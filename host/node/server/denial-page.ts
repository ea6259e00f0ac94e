/** Why a request was turned away, as far as its sender may know. */
export type Denial = 'session' | 'token' | 'tooManyTokens' | 'foreign';

export interface DenialTexts {
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A page without script, style or detail: what happened, and what to do next. */
export function renderDenialPage({ title, reason, remedy }: DenialTexts): string {
  const [head, why, next] = [title, reason, remedy].map(escapeHtml);
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>${head}</title></head>
<body><main><h1>${head}</h1><p>${why}</p><p>${next}</p></main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
