/**
 * Slack's rules for blocks, written down a second time from the reference pages, so that the renderers are not checked against
 * their own table. Also what must hold for text of people: nothing of it may be read as mrkdwn.
 */
type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const str = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The only mrkdwn that we ever write: one date token with our own fallback. */
const dateToken = /^<!date\^\d+\^(\{[a-z_]+\} ?)+\|[-0-9: ]+ UTC>$/

export function blockProblems(blocks: unknown, maxBlocks: number): string[] {
  const found: string[] = []
  const check = (isGood: boolean, what: string) => {
    if (!isGood) found.push(what)
  }
  const list = objects(blocks)
  check(list.length <= maxBlocks, `${list.length} blocks`)
  const blockIds = list.flatMap((block) => ('block_id' in block ? [str(block.block_id)] : []))
  check(new Set(blockIds).size === blockIds.length, 'block_id twice')
  const actionIds: string[] = []
  let characters = 0

  const textObject = (value: unknown, max: number, where: string, plainOnly = false) => {
    if (!isObject(value)) return check(false, `${where}: no text object`)
    const text = str(value.text)
    characters += text.length
    check(text.trim() !== '', `${where}: empty`)
    check(text.length <= max, `${where}: ${text.length} characters`)
    check(text.isWellFormed(), `${where}: half a character`)
    check(!/[^\P{Cc}\n\t]/u.test(text), `${where}: control character`)
    if (value.type === 'mrkdwn') {
      check(!plainOnly, `${where}: mrkdwn`)
      check(value.verbatim === true && dateToken.test(text), `${where}: mrkdwn that is not our date: ${text}`)
    } else check(value.type === 'plain_text' && value.emoji === false, `${where}: ${str(value.type)}`)
  }
  const plain = (value: unknown, max: number, where: string) => textObject(value, max, where, true)

  const option = (value: Json, where: string) => {
    plain(value.text, 75, `${where} option`)
    check(str(value.value).length >= 1 && str(value.value).length <= 75, `${where}: option value`)
  }
  const options = (element: Json, max: number, where: string) => {
    const groups = objects(element.option_groups)
    const all = objects(element.options)
    check(groups.length <= 100 && groups.length > 0 !== all.length > 0, `${where}: options or groups`)
    check(all.length <= max, `${where}: ${all.length} options`)
    for (const group of groups) {
      plain(group.label, 75, `${where} group`)
      check(objects(group.options).length >= 1 && objects(group.options).length <= 100, `${where}: group size`)
    }
    for (const one of [...all, ...groups.flatMap((group) => objects(group.options))]) option(one, where)
  }

  const element = (value: Json, where: string) => {
    const id = str(value.action_id)
    check(id.length >= 1 && id.length <= 255, `${where}: action_id`)
    actionIds.push(id)
    if (value.placeholder !== undefined) plain(value.placeholder, 150, `${where} placeholder`)
    if (isObject(value.confirm)) {
      plain(value.confirm.title, 100, 'confirm title')
      plain(value.confirm.text, 300, 'confirm text')
      plain(value.confirm.confirm, 30, 'confirm yes')
      plain(value.confirm.deny, 30, 'confirm no')
    }
    switch (value.type) {
      case 'button':
        plain(value.text, 75, 'button')
        check(str(value.value).length <= 2000, 'button value')
        check(str(value.url).length <= 3000, 'button url')
        check('value' in value !== 'url' in value, 'button without value or url')
        return
      case 'overflow':
        check(objects(value.options).length >= 2, 'overflow of one')
        return options(value, 5, 'overflow')
      case 'static_select':
      case 'multi_static_select':
        return options(value, 100, str(value.type))
      case 'radio_buttons':
        return options(value, 10, 'radio')
      case 'external_select':
        check(value.min_query_length === 0, 'external_select waits for typing')
        if (isObject(value.initial_option)) option(value.initial_option, 'external_select')
        return
      case 'plain_text_input': {
        const { min_length: min = 0, max_length: max = 3000 } = value
        check(Number(max) >= 1 && Number(max) <= 3000 && Number(min) <= Number(max), 'input length')
        check(str(value.initial_value).length <= Number(max), 'initial_value too long')
        return
      }
      case 'number_input':
        check(value.is_decimal_allowed === false, 'decimals')
        check(value.initial_value === undefined || /^-?\d+$/.test(str(value.initial_value)), 'initial number')
        return
      case 'users_select':
      case 'multi_users_select':
      case 'conversations_select':
      case 'datepicker':
      case 'timepicker':
        return
      default:
        check(false, `${where}: unknown element ${str(value.type)}`)
    }
  }

  const richElement = (value: Json) => {
    const style = isObject(value.style) ? Object.keys(value.style) : []
    switch (value.type) {
      case 'text':
      case 'link': {
        const text = str(value.text)
        characters += text.length
        check(text.length >= 1, 'empty rich text')
        check(text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text), 'rich text with odd characters')
        check(
          style.every((name) => ['bold', 'italic', 'strike', 'code'].includes(name)),
          'style',
        )
        if (value.type === 'link')
          check(/^(https?:\/\/|tel:|mailto:)/.test(str(value.url)), `link to ${str(value.url)}`)
        return
      }
      case 'user':
        check(/^[UW][A-Z0-9]+$/.test(str(value.user_id)), 'user id')
        return check(!style.includes('code'), 'code style on a user')
      case 'channel':
        check(/^[CG][A-Z0-9]+$/.test(str(value.channel_id)), 'channel id')
        return check(!style.includes('code'), 'code style on a channel')
      case 'date':
        check(Number.isInteger(value.timestamp), 'timestamp with a fraction')
        check(str(value.fallback) !== '' && str(value.format).startsWith('{'), 'date')
        return check(!style.includes('code'), 'code style on a date')
      default:
        // Broadcasts and user groups are never written by us.
        check(false, `rich text element ${str(value.type)}`)
    }
  }
  const richPart = (value: Json): void => {
    const parts = objects(value.elements)
    check(parts.length > 0, `${str(value.type)} without elements`)
    if (value.type === 'rich_text_list') for (const part of parts) richPart(part)
    else for (const part of parts) richElement(part)
    if (value.type === 'rich_text_preformatted')
      check(
        parts.every(({ type }) => type === 'text' || type === 'link'),
        'preformatted',
      )
  }

  for (const block of list) {
    if ('block_id' in block) check(str(block.block_id).length <= 255 && str(block.block_id) !== '', 'block_id')
    switch (block.type) {
      case 'header':
        plain(block.text, 150, 'header')
        break
      case 'divider':
        break
      case 'section': {
        const parts = objects(block.fields)
        check(isObject(block.text) || parts.length > 0, 'empty section')
        if (block.text !== undefined) textObject(block.text, 3000, 'section')
        check(parts.length <= 10, 'fields')
        for (const part of parts) textObject(part, 2000, 'field')
        if (isObject(block.accessory)) element(block.accessory, 'accessory')
        break
      }
      case 'context': {
        const parts = objects(block.elements)
        check(parts.length >= 1 && parts.length <= 10, 'context elements')
        for (const part of parts) textObject(part, 3000, 'context')
        break
      }
      case 'actions': {
        const parts = objects(block.elements)
        check(parts.length >= 1 && parts.length <= 25, 'actions elements')
        for (const part of parts) element(part, 'actions')
        break
      }
      case 'rich_text': {
        const parts = objects(block.elements)
        check(parts.length > 0, 'empty rich_text')
        for (const part of parts) richPart(part)
        break
      }
      case 'input':
        plain(block.label, 2000, 'label')
        if (block.hint !== undefined) plain(block.hint, 2000, 'hint')
        if (isObject(block.element)) element(block.element, 'input')
        else check(false, 'input without element')
        break
      default:
        check(false, `unknown block ${str(block.type)}`)
    }
  }
  check(new Set(actionIds).size === actionIds.length, 'action_id twice')
  check(characters <= 12_000, `${characters} characters in one message`)
  return found
}

/** The fallback text of a message: Slack reads it as mrkdwn. */
export function fallbackProblems(text: string): string[] {
  const found: string[] = []
  if (text.trim() === '') found.push('no fallback text')
  if (text.length > 4000) found.push(`fallback of ${text.length} characters`)
  if (/[<>]/.test(text) || /&(?!amp;|lt;|gt;)/.test(text)) found.push('fallback text is not escaped')
  if (!text.isWellFormed()) found.push('half a character')
  return found
}

export function viewProblems(view: Json): string[] {
  const found = blockProblems(view.blocks, 100)
  const hasInputs = Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input')
  // Compulsory as soon as there is an input, and of use before only to say yes.
  const confirms = str(view.private_metadata).includes('"confirms":true')
  if (!hasInputs && !confirms && view.submit !== undefined) found.push('submit without an input')
  for (const name of ['title', 'close', ...(hasInputs ? ['submit'] : [])]) {
    const words = view[name]
    if (!isObject(words) || words.type !== 'plain_text' || str(words.text).length > 24 || str(words.text) === '')
      found.push(`${name}: ${JSON.stringify(words)}`)
  }
  if (str(view.private_metadata).length > 3000) found.push('private_metadata')
  if (str(view.callback_id).length > 255) found.push('callback_id')
  return found
}

/** All words that a reader of the blocks sees, in reading order. */
export function shownWords(blocks: unknown): string {
  const words: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner)
    if (!isObject(value)) return
    if (value.type === 'user') words.push(str(value.user_id))
    if (value.type === 'date') words.push(str(value.fallback))
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'text' && typeof inner === 'string') words.push(inner)
      else if (key !== 'confirm') walk(inner)
    }
  }
  walk(blocks)
  return words.join(' ')
}
