/** Shows what the API tells and does what is clicked; text from messages is only ever set as text. */

const token = new URLSearchParams(location.search).get('token') ?? ''
const byId = (id) => document.getElementById(id)
const make = (tag, className = '', text = '') => {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}

async function call(method, path, body) {
  const response = await fetch(`/sandbox/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.json()
}

function tell(answer) {
  byId('notice').textContent = answer.ok ? '' : `${answer.error} ${(answer.known ?? []).join(', ')}`
}

async function act(path, body) {
  tell(await call('POST', path, body))
  await refresh()
}

const user = () => byId('user').value
const channel = () => byId('channel').value

/** Clicks after the question that the element asks, if it asks one. */
function click(place, element, value) {
  const question = element.confirm
  if (question && !confirm(`${question.title.text}\n\n${question.text.text}`)) return
  act('slack/click', { user: user(), ...place, action: element.action_id, ...(value !== undefined && { value }) })
}

function drawElement(place, block, element) {
  const own = { ...place, block: block.block_id }
  if (element.type === 'button') {
    const button = make('button', '', element.text.text)
    button.addEventListener('click', () => click(own, element, element.value))
    return button
  }
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options)
  if (!options) return make('span', 'context', `[${element.type}]`)
  const select = make('select')
  select.append(new Option(element.placeholder?.text ?? '⋯', ''))
  for (const option of options) select.append(new Option(option.text.text, option.value))
  select.addEventListener('change', () => select.value && click(own, element, select.value))
  return select
}

const plainParts = (parts) =>
  parts
    .map((part) =>
      part.elements
        ? `${plainParts(part.elements)}\n`
        : (part.text ?? part.url ?? part.user_id ?? part.fallback ?? part.name ?? ''),
    )
    .join('')

/** Date tokens in their fallback words. */
const shownText = (text) => text.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')

function drawBlock(place, block) {
  const box = make('div', `block ${block.type}`)
  if (block.text) box.append(make('span', '', block.text.text ?? block.text))
  for (const field of block.fields ?? []) box.append(make('div', '', field.text))
  if (block.accessory && block.accessory.type !== 'image') box.append(' ', drawElement(place, block, block.accessory))
  if (block.type === 'rich_text') box.append(plainParts(block.elements))
  if (block.type === 'context')
    for (const one of block.elements) box.append(make('span', '', shownText(one.text ?? one.alt_text)), ' ')
  if (block.type === 'actions') for (const one of block.elements) box.append(drawElement(place, block, one), ' ')
  if (block.type === 'divider') box.append(make('hr'))
  return box
}

function drawMessage(inChannel, message) {
  const item = make('li', message.is_ephemeral ? 'message private' : 'message')
  item.append(make('strong', '', message.user), message.is_ephemeral ? ' (only you)' : '')
  const place = { message: { channel: inChannel, ts: message.ts } }
  if (message.blocks) item.append(...message.blocks.map((block) => drawBlock(place, block)))
  else item.append(make('div', 'block', message.text))
  if (message.replies) {
    const replies = make('ol')
    replies.append(...message.replies.map((reply) => drawMessage(inChannel, reply)))
    item.append(replies)
  }
  return item
}

/** One field of a form; `read` gives its value as the API takes it. */
function drawInput(block, state, error) {
  const label = make('label', 'block', `${block.label.text}${block.optional ? ' (optional)' : ''} `)
  const { element } = block
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options)
  const field = options ? make('select') : make(element.multiline ? 'textarea' : 'input')
  if (options) {
    field.multiple = element.type.startsWith('multi_') || element.type === 'checkboxes'
    if (!field.multiple) field.append(new Option('', ''))
    const chosen = [state?.selected_option, ...(state?.selected_options ?? [])].map((option) => option?.value)
    for (const option of options) {
      field.append(new Option(option.text.text, option.value, false, chosen.includes(option.value)))
    }
  } else
    field.value =
      Object.entries(state ?? {}).find(([key, value]) => key !== 'type' && typeof value === 'string')?.[1] ?? ''
  label.append(field, error ? make('span', 'error', ` ${error}`) : '')
  const read = () => (field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value || null)
  return { label, read }
}

function drawForm(view) {
  const box = make('div', 'form')
  box.append(make('h3', '', view.title.text))
  const readers = {}
  for (const block of view.blocks) {
    if (block.type !== 'input') {
      box.append(drawBlock({ view: view.id }, block))
      continue
    }
    const state = view.state.values[block.block_id]?.[block.element.action_id]
    const { label, read } = drawInput(block, state, view.errors[block.block_id])
    box.append(label)
    readers[block.block_id] = read
  }
  const values = () => Object.fromEntries(Object.entries(readers).map(([id, read]) => [id, read()]))
  if (view.submit) {
    const submit = make('button', '', view.submit.text)
    submit.addEventListener('click', () => act('slack/submit', { user: user(), view: view.id, values: values() }))
    box.append(submit, ' ')
  }
  const close = make('button', '', view.close?.text ?? 'Close')
  close.addEventListener('click', () => act('slack/close', { user: user(), view: view.id }))
  box.append(close)
  return box
}

function drawRoom(room) {
  const box = make('div', 'room')
  const marks = [room.locked && 'locked', room.recording && 'recording'].filter(Boolean).join(', ')
  box.append(make('h3', '', `${room.number} ${room.subject}${marks ? ` (${marks})` : ''}`))
  for (const leg of room.legs) {
    const line = make(
      'div',
      'block',
      `${leg.name ?? leg.number ?? 'unknown'}: ${leg.state}${leg.muted ? ', muted' : ''} `,
    )
    const hangup = make('button', '', 'Hang up')
    hangup.addEventListener('click', () => act('pbx/portsip/hangup', { leg: leg.id }))
    line.append(hangup)
    box.append(line)
  }
  const ring = make('button', '', 'Ring in')
  ring.addEventListener('click', () => {
    const from = prompt('Calling number', '+4930901899')
    if (from) act('pbx/portsip/call', { from, to: room.number, pin: prompt('PIN, if it has one') || undefined })
  })
  box.append(ring)
  return box
}

/** Draws only what changed, so that a half-made choice is not torn away. */
const drawn = {}
function redraw(id, data, draw) {
  const text = JSON.stringify(data)
  if (drawn[id] === text) return
  drawn[id] = text
  byId(id).replaceChildren(...draw())
}

async function refresh() {
  const query = `user=${encodeURIComponent(user())}`
  const [messages, views, rooms] = await Promise.all([
    call('GET', `slack/messages?${query}&channel=${encodeURIComponent(channel())}`),
    call('GET', `slack/views?${query}`),
    call('GET', 'pbx/portsip/rooms'),
  ])
  const failed = [messages, views, rooms].find((answer) => !answer.ok)
  if (failed) tell(failed)
  const shown = messages.messages ?? []
  redraw('messages', [channel(), shown], () => shown.map((message) => drawMessage(messages.channel, message)))
  redraw('forms', views, () => (views.views ?? []).slice(-1).map(drawForm))
  redraw('rooms', rooms, () => (rooms.rooms ?? []).map(drawRoom))
}

byId('typing').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = byId('text').value
  act(text.startsWith('/conf') ? 'slack/command' : 'slack/say', { user: user(), channel: channel(), text })
})
for (const id of ['user', 'channel']) byId(id).addEventListener('change', refresh)
setInterval(() => document.hidden || refresh(), 1000)
refresh()
