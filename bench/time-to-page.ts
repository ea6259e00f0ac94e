import type { AnnouncedProcess } from './process.ts';

/** The first answer only opens the session; this follows it to the page, which needs all plugins' manifests. Milliseconds. */
export async function timeToPage(start: () => Promise<AnnouncedProcess>): Promise<number> {
  const before = performance.now();
  const server = await start();
  const { headers } = await fetch(server.url, { redirect: 'manual' });
  const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const page = await fetch(new URL(headers.get('location') ?? '/', server.url), { headers: { cookie } });
  if (!(await page.text()).includes('id="snapshot"')) throw new Error('The window’s page has no snapshot');
  const elapsed = performance.now() - before;
  await server.stop();
  return elapsed;
}
