/** The files of a message, as Slack shows them. */
import { useActing } from '../acting.tsx'
import { call, withQuery } from '../api.ts'
import { FileView } from '../chat/file-view.tsx'
import type { SharedFile } from './shapes.ts'

const classes = { file: 'file', title: 'file-title', facts: 'file-facts', content: 'file-content', link: 'text-link' }

export function Files({ files }: { readonly files: readonly SharedFile[] }) {
  const { person } = useActing()
  const read = async (file: string) => {
    const path = withQuery('slack/files', { user: person.id, file })
    const answer = await call<{ content: string }>('GET', path).catch(() => null)
    if (answer?.content === undefined) throw new Error(answer?.error ?? 'The sandbox does not answer.')
    return answer.content
  }
  return files.map(({ id, title, name, pretty_type, size, mimetype }) => (
    <FileView
      key={id}
      classes={classes}
      title={title}
      name={name}
      facts={`${pretty_type}, ${size} bytes`}
      type={mimetype}
      read={() => read(id)}
    />
  ))
}
