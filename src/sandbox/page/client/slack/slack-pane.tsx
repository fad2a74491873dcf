/** The Slack workspace as the acting person sees it. */

export function SlackPane() {
  return <p>…</p>
}
