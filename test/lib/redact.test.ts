import { describe, expect, it } from 'vitest'
import { redact, secretsIn } from '#lib/redact.ts'

/** The PBXs' own names for what is secret (their documents), and those of OAuth and HTTP. */
const secretFields = [
  'pin',
  'moderator_pin',
  'admin_pin',
  'room_pin',
  'pins',
  'participantepassword',
  'moderatorpassword',
  'partic_password',
  'moderator_password',
  'password',
  'credentials',
  'bridge_password',
  'token',
  'access_token',
  'refresh_token',
  'roomPin',
  'client_secret',
  'Authorization',
  'X-Auth-Token',
  'Set-Cookie',
  'api_key',
  'file_url',
]

describe('what is redacted', () => {
  it.each(secretFields)('is the field %s, in objects, URLs and texts', (name) => {
    expect(redact({ outer: [{ [name]: 'planted' }] })).toEqual({ outer: [{ [name]: '[redacted]' }] })
    expect(redact({ [name]: 271828 })).toEqual({ [name]: '[redacted]' })
    expect(redact({ [name]: ['planted'] })).toEqual({ [name]: '[redacted]' })
    for (const text of [
      `https://pbx.example.com/api?a=1&${name}=planted&b=2`,
      `{"id":1,"${name}":"planted pin","subject":"x"}`,
      `{"${name}":["planted","planted"],"subject":"x"}`,
      `refused: ${name}: planted, go away`,
    ]) {
      expect(redact(text)).not.toContain('planted')
      expect(redact(text)).toContain('[redacted]')
    }
  })

  it('is not what stands beside it', () => {
    expect(redact('https://pbx.example.com/api?a=1&token=planted&b=2')).toBe(
      'https://pbx.example.com/api?a=1&token=[redacted]&b=2',
    )
    expect(redact({ hasPin: true, room_pin: null, subject: 'Pins and needles' })).toEqual({
      hasPin: true,
      room_pin: null,
      subject: 'Pins and needles',
    })
    expect(redact('The password is wrong')).toBe('The password is wrong')
  })

  it('is a login within an address, and what follows Bearer', () => {
    expect(redact('GET https://user:planted@pbx.example.com/api')).toBe('GET https://[redacted]@pbx.example.com/api')
    expect(redact('authorization was Bearer planted.a-b_c==')).toBe('authorization was Bearer [redacted]')
  })

  it('is most of a telephone number, but nothing of an extension', () => {
    expect(redact('cannot dial +49 30 901800 or sip:4930901800@pbx')).toBe('cannot dial +49 ···800 or sip:···800@pbx')
    expect(redact({ number: '030901800', caller: '1001' })).toEqual({ number: '···800', caller: '1001' })
    expect(redact('at 2026-11-20T09:00:00+01:00 by 1001')).toBe('at 2026-11-20T09:00:00+01:00 by 1001')
  })

  it('is also what the caller knows to be secret', () => {
    const secrets = secretsIn({ room_pin: '271828', admin_pin: '27182', nested: [{ password: 'planted' }], pin: '12' })
    expect(secrets).toEqual(['planted', '271828', '27182'])
    expect(secretsIn({ authorization: 'Bearer planted' })).toEqual(['planted'])
    expect(secretsIn({ member: { pins: ['271828', '3141592'] } })).toEqual(['3141592', '271828'])
    expect(redact('271828 and planted are too easy', secrets)).toBe('[redacted] and [redacted] are too easy')
  })

  it('is also that as it stands in JSON, an address or a form', () => {
    const secret = 'a "sécret"&of=every\\+kind%'
    const json = JSON.stringify({ said: secret })
    const form = new URLSearchParams({ said: secret }).toString()
    const address = `?said=${encodeURIComponent(secret)}`
    for (const text of [secret, json, form, address, address.toLowerCase()])
      expect(redact(`it was ${text}.`, [secret])).not.toMatch(/every|cret/i)
    expect(redact(JSON.stringify({ password: secret, id: 1 }))).toBe('{"password":[redacted],"id":1}')
    expect(redact('half a \ud800 sign', ['a \ud800 sign'])).toBe('half [redacted]')
  })

  it('is found in errors and their causes', () => {
    const error = new Error('token=planted', { cause: new Error('https://a:planted@b') })
    expect(redact(error)).toEqual({
      name: 'Error',
      message: 'token=[redacted]',
      cause: { name: 'Error', message: 'https://[redacted]@b' },
    })
  })

  it('is found in a long text without a long search', () => {
    expect(redact(`${'a'.repeat(200_000)} my_token=planted`)).toMatch(/ my_token=\[redacted\]$/)
  })

  it('leaves the original alone', () => {
    const original = { token: 'planted' }
    redact(original)
    expect(original.token).toBe('planted')
  })
})
