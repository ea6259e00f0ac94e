import DOMPurify from 'dompurify';
import markdownIt from 'markdown-it';
import type { Note } from '../note.ts';

const allowedLink = /^(?:https:\/\/|mailto:|command:)/i;

// Notes come from a server: HTML in them stays text, and pictures, which would be fetched from elsewhere, become their description.
const markdown = markdownIt('default', { html: false, linkify: false, typographer: false });
markdown.validateLink = (address) => allowedLink.test(address);
markdown.renderer.rules.image = (tokens, index, options, env, renderer) =>
  markdown.utils.escapeHtml(renderer.renderInlineAsText(tokens[index]?.children ?? [], options, env));
markdown.core.ruler.push('headings-below-the-article', (state) => {
  for (const token of state.tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = headingBelowArticle(token.tag);
  }
});

const allowed = {
  ALLOWED_TAGS: 'a blockquote br code em h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul'.split(' '),
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: allowedLink,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

/**
 * A note's Markdown as safe nodes. What the parser lets through is sanitised all the same: two locks, since either
 * may have a fault some day. The note's own heading is left out: the article has it already, in the reader's language.
 */
export function renderNote({ markdown: text, version }: Pick<Note, 'markdown' | 'version'>): DocumentFragment {
  return DOMPurify.sanitize(markdown.render(withoutHeading(text, version)), allowed);
}

/** The article's heading is of level 2, so that its parts begin at 3. */
function headingBelowArticle(tag: string): string {
  return `h${Math.min(6, Math.max(3, Number(tag.slice(1)) + 1))}`;
}

function withoutHeading(text: string, version: string): string {
  const [first = '', ...others] = text.split('\n');
  return first.startsWith(`# V.${version} `) ? others.join('\n') : text;
}
