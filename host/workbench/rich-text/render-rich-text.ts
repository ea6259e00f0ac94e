import { html, type TemplateResult } from 'lit';
import { parseRichText, type Span } from './rich-text.ts';

/** Runs the commands that a text names. */
export type RunCommand = (command: string, args: unknown) => void;

/** Draws a text with its few words of Markdown; a command on a line of its own becomes a button. */
export function renderRichText(text: string, run: RunCommand): readonly TemplateResult[] {
  return parseRichText(text).map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return html`<p>${renderSpans(block.spans, run)}</p>`;
      case 'list':
        return html`<ul class="bullets">${block.items.map((spans) => html`<li>${renderSpans(spans, run)}</li>`)}</ul>`;
      case 'button':
        return html`<p><button type="button" @click=${() => run(block.command, block.args)}>${block.title}</button></p>`;
    }
  });
}

function renderSpans(spans: readonly Span[], run: RunCommand): readonly (TemplateResult | string)[] {
  return spans.map((span) => {
    switch (span.kind) {
      case 'text':
        return span.text;
      case 'strong':
        return html`<strong>${span.text}</strong>`;
      case 'emphasis':
        return html`<em>${span.text}</em>`;
      case 'code':
        return html`<code>${span.text}</code>`;
      case 'link':
        return html`<a href=${span.url} target="_blank" rel="noopener noreferrer">${span.text}</a>`;
      case 'command':
        return html`<button class="link" type="button" @click=${() => run(span.command, span.args)}>${span.text}</button>`;
    }
  });
}
