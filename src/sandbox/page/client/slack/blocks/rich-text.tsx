/** Rich text: sections, lists, quotes and code, one below the other. */
import { Inlines, Unsupported } from './inline.tsx'
import type { RichTextList, RichTextPart } from './rich-text-shapes.ts'

export function RichTextView({ parts }: { readonly parts: readonly RichTextPart[] }) {
  return (
    <div className="rich-text">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
        <Part key={index} part={part} />
      ))}
    </div>
  )
}

function Part({ part }: { readonly part: RichTextPart }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <div className="text">
          <Inlines elements={part.elements} />
        </div>
      )
    case 'rich_text_quote':
      return (
        <blockquote className="text">
          <Inlines elements={part.elements} />
        </blockquote>
      )
    case 'rich_text_preformatted':
      return (
        // Wide code scrolls sideways, by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus
        <pre tabIndex={0}>
          <Inlines elements={part.elements} />
        </pre>
      )
    case 'rich_text_list':
      return <List {...part} />
    default:
      return <Unsupported kind={part} />
  }
}

function List({ style, elements, indent = 0, offset = 0, border }: RichTextList) {
  const items = elements.map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order
    <li key={index}>
      <Inlines elements={element.elements} />
    </li>
  ))
  const common = { className: border ? 'text has-border' : 'text', 'data-indent': indent }
  if (style === 'bullet') return <ul {...common}>{items}</ul>
  return (
    <ol {...common} start={offset + 1}>
      {items}
    </ol>
  )
}
