/** The page's document: an empty frame that the script fills in. */

export function renderShell(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta property="csp-nonce" content="${nonce}">
<title>confbot sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
<script type="module" src="/page/app.js"></script>
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript. Everything on it can also be done by programs: docs/sandbox-api.md.</noscript>
</body>
</html>
`
}
