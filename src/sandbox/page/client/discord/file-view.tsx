/** A file of a message: what it is called and how large it is; opened, what it holds, which can be kept. */
import { useEffect, useState } from 'react'
import { useActing } from '../acting.tsx'
import { Icon } from '../icon.tsx'

interface FileViewProps {
  readonly name: string
  readonly bytes: number | undefined
  readonly url: string
  /** MIME. */
  readonly type: string | undefined
}

export function FileView({ name, bytes, url, type = 'text/plain' }: FileViewProps) {
  const { setNotice } = useActing()
  const [content, setContent] = useState<string>()
  const address = useAddressOf(content, type)
  const read = async () => {
    try {
      const response = await fetch(withoutOrigin(url))
      if (!response.ok) throw new Error(String(response.status))
      setContent(await response.text())
    } catch {
      setNotice(`${name} cannot be read.`)
    }
  }
  return (
    <details
      className="dc-file"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && content === undefined) void read()
      }}
    >
      <summary>
        <Icon name="calendar" />
        <span className="dc-file-name">{name}</span>{' '}
        {bytes !== undefined && <span className="dc-file-facts">{bytes} bytes</span>}
      </summary>
      {content !== undefined && (
        <>
          {/* It scrolls, by keyboard too. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus */}
          <pre tabIndex={0}>{content}</pre>
          {address && (
            <a className="dc-link" href={address} download={name}>
              Download {name}
            </a>
          )}
        </>
      )}
    </details>
  )
}

/** The sandbox is asked where the page came from. */
function withoutOrigin(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.pathname}${parsed.search}` : url
}

/** Of a copy in this browser. */
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
