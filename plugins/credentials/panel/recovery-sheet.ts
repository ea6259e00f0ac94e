export interface RecoverySheet {
  readonly title: string;
  readonly office: string;
  readonly date: string;
  readonly groups: readonly string[];
  readonly paragraphs: readonly string[];
  readonly language: string;
}

const className = 'credentials-recovery-sheet';

const style = `
  .${className} { display: none; }
  @media print {
    @page { margin: 20mm; }
    body > *:not(.${className}) { display: none !important; }
    html, body { background: #fff !important; height: auto !important; overflow: visible !important; }
    .${className} { color: #000; display: block; font: 12pt/1.5 system-ui, sans-serif; }
    .${className} h1 { font-size: 18pt; }
    .${className} .key { border: 1pt solid #000; font: 20pt/1.7 ui-monospace, monospace; letter-spacing: 0.05em; padding: 8mm; word-spacing: 0.4em; }
  }`;

/**
 * Prints the recovery key on a sheet of its own. The sheet stands in the page while it is printed, and not a moment longer;
 * no file is written here and no address holds the key.
 * @returns what takes the sheet away, for browsers that don't tell the end of printing.
 */
export function printRecoverySheet(sheet: RecoverySheet): () => void {
  const element = drawSheet(sheet);
  const styleSheet = new CSSStyleSheet();
  styleSheet.replaceSync(style);
  document.body.append(element);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];
  const clear = () => {
    element.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== styleSheet);
  };
  addEventListener('afterprint', clear, { once: true });
  print();
  return clear;
}

function drawSheet({ title, office, date, groups, paragraphs, language }: RecoverySheet): HTMLElement {
  const element = document.createElement('article');
  element.className = className;
  element.lang = language;
  element.append(
    textElement('h1', title),
    textElement('p', office),
    textElement('p', date),
    textElement('p', groups.join(' '), 'key'),
    ...paragraphs.map((paragraph) => textElement('p', paragraph)),
  );
  return element;
}

function textElement(tag: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}
