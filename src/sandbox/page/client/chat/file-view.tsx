/** A file of a message: what it is called and how large it is; opened, what it holds, which can be kept. */
import { useEffect, useState } from 'react'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'

interface FileViewProps {
  /** What its parts look like in this chat. */
  readonly classes: Readonly<Record<'file' | 'title' | 'facts' | 'content' | 'link', string>>
  readonly title: string
  /** Under which it is kept. */
  readonly name: string
  readonly facts: string
  /** MIME. */
  readonly type: string
  /** Rejects with a sentence. */
  readonly read: () => Promise<string>
}

export function FileView({ classes, title, name, facts, type, read }: FileViewProps) {
  const { setNotice } = useActing()
  const [content, setContent] = useState<string>()
  const address = useAddressOf(content, type)
  return (
    <details
      className={classes.file}
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open || content !== undefined) return
        read().then(setContent, (error: Error) => setNotice(error.message))
      }}
    >
      <summary>
        <Icon name="calendar" />
        <span className={classes.title}>{title}</span> <span className={classes.facts}>{facts}</span>
      </summary>
      {content !== undefined && (
        <>
          {/* It scrolls, by keyboard too. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus */}
          <pre className={classes.content} tabIndex={0}>
            {content}
          </pre>
          {address && (
            <a className={classes.link} href={address} download={name}>
              Download {name}
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
