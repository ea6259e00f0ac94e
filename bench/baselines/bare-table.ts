/** The least that a table could be: a page that draws all its rows at once, and hides those that don't hold what is typed. */
export function bareTable(rowCount: number): string {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Bare</title>
<button>Fill</button><input aria-label="Search"><table><tbody></tbody></table>
<script>
  const body = document.querySelector('tbody');
  document.querySelector('button').addEventListener('click', () => {
    body.innerHTML = Array.from({ length: ${rowCount} }, (_, index) =>
      '<tr><td>Salarié n° ' + index + '</td><td>' + index / 4 + '</td><td>remarque ' + index + '</td></tr>').join('');
  });
  document.querySelector('input').addEventListener('input', ({ target }) => {
    for (const row of body.rows) row.hidden = !row.textContent.includes(target.value);
  });
</script>`;
}
