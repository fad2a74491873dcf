/** A file of a message, as Discord shows it. */
import { FileView as AnyFileView } from '../chat/file-view.tsx'

interface FileViewProps {
  readonly name: string
  readonly bytes: number | undefined
  readonly url: string
  /** MIME. */
  readonly type: string | undefined
}

const classes = {
  file: 'dc-file',
  title: 'dc-file-name',
  facts: 'dc-file-facts',
  content: 'dc-file-content',
  link: 'dc-link',
}

export function FileView({ name, bytes, url, type = 'text/plain' }: FileViewProps) {
  const read = async () => {
    const content = await fetch(withoutOrigin(url))
      .then((response) => (response.ok ? response.text() : null))
      .catch(() => null)
    if (content === null) throw new Error(`${name} cannot be read.`)
    return content
  }
  const facts = bytes === undefined ? '' : `${bytes} bytes`
  return <AnyFileView classes={classes} title={name} name={name} facts={facts} type={type} read={read} />
}

/** The sandbox is asked where the page came from. */
function withoutOrigin(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.pathname}${parsed.search}` : url
}
