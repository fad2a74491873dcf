/** The page's frame: who acts, where, what to type; the script fills in the rest. */

const people = ['alice', 'bob', 'carol', 'guest', 'stranger']
const channels = ['general', 'ops', 'shared', 'secret', 'lounge', '@confbot', '@bob']

const options = (names: readonly string[]) => names.map((name) => `<option>${name}</option>`).join('')

export function renderShell(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>confbot sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/app.js"></script>
</head>
<body>
<header>
<h1>confbot sandbox</h1>
<p>Nobody is called and nothing is posted: the workspace and the telephone network are simulated here.</p>
</header>
<main>
<section aria-labelledby="chat-title">
<h2 id="chat-title">Slack</h2>
<p>
<label>as <select id="user">${options(people)}</select></label>
<label>in <select id="channel">${options(channels)}</select></label>
</p>
<ol id="messages" aria-live="polite"></ol>
<div id="forms"></div>
<form id="typing">
<label for="text">Type <code>/conf …</code>, or anything else to write a message</label>
<input id="text" autocomplete="off" value='/conf start "Sprint review" +4930901800 1001'>
<button>Send</button>
</form>
<p id="notice" role="status"></p>
</section>
<section aria-labelledby="phones-title">
<h2 id="phones-title">Telephone network</h2>
<div id="rooms"></div>
</section>
</main>
</body>
</html>
`
}
