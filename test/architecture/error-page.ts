import type { Strings } from './strings.ts';

const heading = `# Error codes

<!-- Written by test/architecture/strings.test.ts from core/error-catalogue.ts: \`npx vitest run test/architecture/strings -u\` -->

What fails as expected is a \`ShellError\` with one of these codes. They are stable: logs (an error's \`code\`), the assistance desk and
scripts may rely on them. A code is never given another meaning; words in braces are the error's \`details\`, which never hold a secret.

Users read another sentence, \`error.<code>\` in \`host/locales/fr.json\` or \`en.json\`. A plugin's own codes begin with its id
(\`credentials.siret-length\`) and have their sentence in \`plugins/<id>/locales\`. The command line ends with exit code 2 for
what the caller got wrong (\`host/node/command-line/exit-code.ts\` lists the codes), with 1 for all others.

| code | meaning |
| --- | --- |
`;

/** docs/contributors/errors.md, as the catalogue would have it. */
export function errorPage(catalogue: Strings): string {
  const rows = Object.entries(catalogue).map(
    ([code, meaning]) => `| \`${code}\` | ${meaning.replaceAll('\n', ' ').replaceAll('|', '\\|')} |\n`,
  );
  return heading + rows.join('');
}
