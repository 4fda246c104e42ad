/** Says whether a decision could be made and kept now, as `/readyz` does. */
export async function showReadiness(page) {
  const line = document.createElement("p");
  try {
    const answer = await fetch("/readyz");
    line.textContent = (await answer.text()).trim();
  } catch {
    line.textContent = "The service does not answer.";
  }
  page.replaceChildren(line);
}
