/** The files of a message: what each is called and how large it is; opened, what it holds, which can be kept. */
import { useEffect, useState } from 'react'
import { useActing } from '../acting.tsx'
import { call, withQuery } from '../api.ts'
import { Icon } from '../icon.tsx'
import type { SharedFile } from './shapes.ts'

export function Files({ files }: { readonly files: readonly SharedFile[] }) {
  return files.map((file) => <FileView key={file.id} file={file} />)
}

function FileView({ file }: { readonly file: SharedFile }) {
  const { person, setNotice } = useActing()
  const [content, setContent] = useState<string>()
  const address = useAddressOf(content, file.mimetype)
  const read = async () => {
    const path = withQuery('slack/files', { user: person.id, file: file.id })
    const answer = await call<{ content: string }>('GET', path).catch(() => null)
    if (answer?.ok) setContent(answer.content)
    else setNotice(answer?.error ?? 'The sandbox does not answer.')
  }
  return (
    <details
      className="file"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && content === undefined) void read()
      }}
    >
      <summary>
        <Icon name="calendar" />
        <b>{file.title}</b> <span className="file-facts">{`${file.pretty_type}, ${file.size} bytes`}</span>
      </summary>
      {content !== undefined && (
        <>
          <pre className="file-content">{content}</pre>
          {address && (
            <a className="text-link" href={address} download={file.name}>
              Download {file.name}
            </a>
          )}
        </>
      )}
    </details>
  )
}

/** Of a copy in this browser: a link cannot carry the token. */
function useAddressOf(content: string | undefined, type: string): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (content === undefined) return
    const made = URL.createObjectURL(new Blob([content], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [content, type])
  return address
}
