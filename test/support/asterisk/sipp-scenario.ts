/**
 * How the people of a test take a call, as one SIPp scenario: one process answers for all of their numbers, each call as its own
 * number is to. What a person does later is told to a call by a MESSAGE with its Call-ID: `answer`, `busy` or `bye`.
 *
 * Its log: `rung <call-id> <number>`, then `answered`, and at last `over`, each with the same two.
 */

/** What somebody does whom Asterisk rings. */
export type Answering =
  /** Takes it at once, and plays this tone (Hz, a whole number) from then on; null: is silent. */
  | { readonly answers: number | null }
  /** Lets it ring until the test says `pickUp` or `decline`; the tone is what is played after `pickUp`. */
  | { readonly rings: number | null }
  /** 486, 603 or 404, at once. */
  | 'busy'
  | 'rejects'
  | 'unknown'

const refusals = { busy: '486 Busy Here', rejects: '603 Decline', unknown: '404 Not Found' } as const

/** `people`: by number. Whoever is not among them does not exist. `toneFile`: where the tone of so many Hz is, as raw µ-law. */
export function scenarioOf(people: Readonly<Record<string, Answering>>, toneFile: (hz: number) => string): string {
  const numbersOf = (matches: (how: Answering) => boolean) =>
    Object.keys(people).filter((number) => people[number] !== undefined && matches(people[number]))
  const tones = [...new Set(Object.values(people).flatMap((how) => toneOf(how) ?? []))]
  const groups = [
    { name: 'busy', numbers: numbersOf((how) => how === 'busy') },
    { name: 'rejects', numbers: numbersOf((how) => how === 'rejects') },
    { name: 'rings', numbers: numbersOf((how) => typeof how === 'object' && 'rings' in how) },
    { name: 'answers', numbers: numbersOf((how) => typeof how === 'object' && 'answers' in how) },
    ...tones.map((hz) => ({ name: `tone${hz}`, numbers: numbersOf((how) => toneOf(how) === hz) })),
  ].filter(({ numbers }) => numbers.length > 0)
  const has = (name: string) => groups.some((group) => group.name === name)
  const jump = (name: string, to: number) => (has(name) ? `<nop next="${to}" test="${name}"/>` : '')

  const ring = reply('180 Ringing', { contact: true })
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="people">
<recv request="INVITE" rrs="true"><action>
<ereg regexp="sip:([^@;>]+)" search_in="hdr" header="To:" assign_to="uri,number"/>
${['via', 'from', 'to', 'cseq'].map((name) => `<ereg regexp=".*" search_in="hdr" header="${name}:" case_indep="true" assign_to="${name}"/>`).join('\n')}
${groups.map(({ name, numbers }) => `<ereg regexp="sip:(${numbers.map(quoted).join('|')})[@;>]" search_in="hdr" header="To:" assign_to="${name}"/>`).join('\n')}
${log('rung')}
</action></recv>
${jump('busy', label.busy)}
${jump('rejects', label.rejects)}
${jump('rings', label.rings)}
${jump('answers', label.answers)}
${reply(refusals.unknown, { next: label.refused })}

${mark(label.busy)}
${reply(refusals.busy, { next: label.refused })}

${mark(label.rejects)}
${reply(refusals.rejects, { next: label.refused })}

${mark(label.rings)}
${ring}
<recv request="CANCEL" optional="true" next="${label.cancelled}"/>
<recv request="MESSAGE"><action><ereg regexp="^busy" search_in="body" assign_to="declines"/></action></recv>
<nop next="${label.busy}" test="declines"/>
<nop next="${label.taken}"/>

${mark(label.cancelled)}
${acknowledge()}
${reply('487 Request Terminated', { next: label.refused })}

${mark(label.answers)}
${ring}
${mark(label.taken)}
${reply('200 OK', { contact: true, sound: true, again: true })}
<recv request="ACK"/>
<nop><action>${log('answered')}</action></nop>
${tones.map((hz, index) => jump(`tone${hz}`, label.tones + index)).join('\n')}
<nop next="${label.talking}"/>
${tones.map((hz, index) => `${mark(label.tones + index)}\n<nop next="${label.talking}"><action><exec rtp_stream="${toneFile(hz)},-1,0,PCMU/8000"/></action></nop>`).join('\n')}

${mark(label.talking)}
<recv request="BYE" optional="true" next="${label.left}"/>
<recv request="MESSAGE"/>
${message(
  ' retrans="500"',
  'BYE [next_url] SIP/2.0',
  'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
  'From:[$to];tag=[call_number]',
  'To:[$from]',
  'Call-ID: [call_id]',
  'CSeq: 1 BYE',
  'Max-Forwards: 70',
  'Content-Length: 0',
)}
<recv response="200" next="${label.over}"/>

${mark(label.left)}
${acknowledge(label.over)}

${mark(label.refused)}
<recv request="ACK"/>
${mark(label.over)}
<nop><action>${log('over')}</action></nop>
<Reference variables="${['uri', 'declines', ...groups.map(({ name }) => name)].join(',')}"/>
</scenario>
`
}

/** The tone that somebody plays once the call is taken. */
export const toneOf = (how: Answering): number | null =>
  typeof how === 'string' ? null : 'answers' in how ? how.answers : how.rings

const label = {
  busy: 1,
  rejects: 2,
  rings: 3,
  cancelled: 4,
  answers: 5,
  taken: 6,
  talking: 7,
  left: 8,
  refused: 9,
  over: 10,
  tones: 20,
} as const

const mark = (id: number) => `<label id="${id}"/>`
const log = (event: string) => `<log message="${event} [call_id] [$number]"/>`
const quoted = (number: string) => number.replaceAll('+', '\\+')
const next = (id: number | undefined) => (id === undefined ? '' : ` next="${id}"`)

/** The empty line at its end ends the headers; SIPp makes CR LF of each. */
const message = (attributes: string, ...lines: readonly string[]) =>
  `<send${attributes}><![CDATA[\n${lines.join('\n')}\n\n]]></send>`

/** To the INVITE, also where another request came after it. */
function reply(
  status: string,
  how: { readonly contact?: true; readonly sound?: true; readonly again?: true; readonly next?: number },
): string {
  return message(
    `${how.again ? ' retrans="500"' : ''}${next(how.next)}`,
    `SIP/2.0 ${status}`,
    'Via:[$via]',
    'From:[$from]',
    'To:[$to];tag=[call_number]',
    'Call-ID: [call_id]',
    'CSeq:[$cseq]',
    ...(how.contact ? ['Contact: <sip:[$number]@[local_ip]:[local_port]>'] : []),
    ...(how.sound ? ['Content-Type: application/sdp', 'Content-Length: [len]', '', ...sound] : ['Content-Length: 0']),
  )
}

const sound = [
  'v=0',
  'o=- 1 1 IN IP4 [local_ip]',
  's=-',
  'c=IN IP4 [media_ip]',
  't=0 0',
  'm=audio [rtpstream_audio_port] RTP/AVP 0 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
]

/** 200 to the request that came last: BYE or CANCEL. */
const acknowledge = (after?: number) =>
  message(
    next(after),
    'SIP/2.0 200 OK',
    '[last_Via:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
    'Content-Length: 0',
  )
