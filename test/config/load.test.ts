import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { cwd, loadWith, pbxEnv, problemsOf, schemas, slackEnv } from './load-with.ts'

const office = `
pbxs:
  office:
    kind: acme
    url: https://pbx.example
    username: bot
    password: swordfish
    rooms: 8000-8099
`

describe('the public address', () => {
  test('is kept without a slash at its end, and is none unless somebody says so', () => {
    expect(loadWith({ PUBLIC_URL: 'https://conf.example.com/' }).publicUrl).toBe('https://conf.example.com')
    expect(loadWith({}).publicUrl).toBeNull()
  })

  test('must be one that a browser opens', () => {
    expect(problemsOf({ PUBLIC_URL: 'ftp://conf.example.com' })).toHaveLength(1)
  })
})

describe('nothing configured', () => {
  test('starts the sandbox, on this machine alone and in memory', () => {
    const config = loadWith({})
    expect(config).toMatchObject({
      mode: 'sandbox',
      chats: { slack: null, discord: null },
      pbxs: [],
      defaultPbx: null,
      host: '127.0.0.1',
    })
    expect(config.store.path).toBe(':memory:')
    expect(config.sandbox.policy.rooms).toEqual({ first: 8000, last: 8099 })
    expect(config.sandbox.policy.extensions).toEqual([{ first: '1000', last: '1099' }])
    expect(config.sandbox.policy.countries).toEqual(['DE', 'US', 'GB', 'CH', 'AT', 'FR'])
  })

  test('makes a new sandbox token each time, unless one is fixed', () => {
    expect(loadWith({}).sandbox.token.reveal()).not.toBe(loadWith({}).sandbox.token.reveal())
    expect(loadWith({ CONFBOT_SANDBOX_TOKEN: 'fixed' }).sandbox.token.reveal()).toBe('fixed')
  })

  test('is an error in production', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      'NODE_ENV: is production, where the sandbox does not run. Expected a chat and a PBX to be configured.',
    ])
  })

  test('is no less an error in production for a sandbox chat before a real PBX', () => {
    expect(problemsOf({ ...pbxEnv, CONFBOT_SANDBOX_REAL_PBX: '1', NODE_ENV: 'production' })).toHaveLength(1)
  })

  test('keeps the sandbox off the network', () => {
    expect(problemsOf({ CONFBOT_HOST: '0.0.0.0' })).toEqual([
      'host (or CONFBOT_HOST): is not valid. Expected 127.0.0.1, since the sandbox is for this machine alone.',
    ])
  })
})

describe('environment alone', () => {
  test('configures one workspace and one PBX', () => {
    const config = loadWith({
      ...slackEnv,
      ...pbxEnv,
      PBX_EXTENSIONS: '1000-1999, 21',
      PBX_COUNTRIES: 'de, us',
      PBX_CAPS_AT_ONCE: '5',
      PBX_SESSIONS: '3',
      PBX_VERIFY_TLS: 'no',
      PORT: '0',
      LOG_LEVEL: 'warn',
      CONFBOT_ALLOW_GUESTS: '1',
    })
    expect(config).toMatchObject({ mode: 'configured', defaultPbx: 'acme', host: null, port: 0, logLevel: 'warn' })
    expect(config.allow).toEqual({ guests: true, outsiders: false, bots: false })
    expect(config.chats.slack?.reveal()).toEqual({
      mode: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      workspaces: ['T1', 'T2'],
    })
    expect(config.pbxs).toHaveLength(1)
    expect(config.pbxs[0]).toMatchObject({ name: 'acme', kind: 'acme' })
    expect(config.pbxs[0]?.settings.reveal()).toEqual({
      url: 'https://pbx.example',
      username: 'bot',
      password: 'swordfish',
      sessions: 3,
      verifyTls: false,
    })
    expect(config.pbxs[0]?.policy).toEqual({
      rooms: { first: 8000, last: 8099 },
      extensions: [
        { first: '1000', last: '1999' },
        { first: '21', last: '21' },
      ],
      countries: ['DE', 'US'],
      caps: { atOnce: 5, perPersonHour: 60, perDay: 500, perConference: 200 },
      chats: [],
    })
  })

  test('leaves the way of delivery out where the other keys tell it', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = slackEnv
    expect(loadWith({ ...rest, SLACK_SIGNING_SECRET: 's', ...pbxEnv }).chats.slack?.reveal()).toMatchObject({
      mode: 'http',
    })
    const both = { ...slackEnv, SLACK_SIGNING_SECRET: 's', ...pbxEnv }
    expect(problemsOf(both)).toEqual(['SLACK_MODE: is missing. Expected socket or http.'])
    expect(loadWith({ ...both, SLACK_MODE: 'http' }).chats.slack?.reveal()).not.toHaveProperty('appToken')
  })

  test('reads secrets from files, and says so when it cannot', () => {
    const { PBX_PASSWORD: _, ...rest } = { ...slackEnv, ...pbxEnv }
    const config = loadWith({ ...rest, PBX_PASSWORD_FILE: 'secrets/pbx' }, { 'secrets/pbx': 'swordfish\n' })
    expect(config.pbxs[0]?.settings.reveal()).toMatchObject({ password: 'swordfish' })
    expect(problemsOf({ ...rest, PBX_PASSWORD_FILE: 'nowhere' })).toEqual([
      'PBX_PASSWORD_FILE: names nowhere, which cannot be read (ENOENT).',
      'PBX_PASSWORD: is missing. Expected text.',
    ])
    expect(problemsOf({ ...rest, PBX_PASSWORD: 'a', PBX_PASSWORD_FILE: 'b' }, { b: 'b' })).toEqual([
      'PBX_PASSWORD: is set, and so is PBX_PASSWORD_FILE. Keep one of them.',
    ])
  })

  test('takes what the environment lacks from .env', () => {
    const config = loadWith({ PORT: '4000' }, { '.env': 'PORT=5000\nADMIN_PORT=5001\n' })
    expect(config).toMatchObject({ port: 4000, adminPort: 5001 })
  })

  test.each([
    ['sqlite:state/a.db', resolve(cwd, 'state/a.db')],
    ['sqlite:///var/lib/a.db', resolve('/var/lib/a.db')],
    ['a.db', resolve(cwd, 'a.db')],
  ])('reads the database address %s as a file', (DATABASE_URL, path) => {
    expect(loadWith({ DATABASE_URL }).store.path).toBe(path)
  })

  test('refuses databases that it cannot use', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://db/confbot' })).toEqual([
      'DATABASE_URL: is not valid. Expected sqlite:data/confbot.db or the path of a file.',
    ])
  })
})

describe('the file', () => {
  test('configures several PBXs and fills in what the environment holds', () => {
    const config = loadWith(
      { TOKEN: 'xoxb-9', ...pbxEnv },
      {
        'confbot.yaml': `
port: 8080
defaultPbx: branch
slack: { botToken: "\${TOKEN}", appToken: xapp-9, workspaces: [T9] }
pbxs:
  office:
    kind: acme
    url: \${PBX_URL}/api
    username: "0042"
    password: a$\${PBX_PASSWORD}-\${PBX_PASSWORD}
    rooms: \${PBX_ROOMS}
    extensions: [0100-0199, 021]
    countries: [NO, DE]
    caps: { perDay: 10 }
    chats: [slack:T9:C1]
  branch: { kind: bell, key: "\${PBX_KIND}\${PBX_USERNAME}", rooms: 600-699 }
`,
      },
    )
    expect(config).toMatchObject({ mode: 'configured', port: 8080, defaultPbx: 'branch' })
    expect(config.chats.slack?.reveal()).toMatchObject({ mode: 'socket', botToken: 'xoxb-9' })
    expect(config.pbxs.map(({ name, kind }) => ({ name, kind }))).toEqual([
      { name: 'office', kind: 'acme' },
      { name: 'branch', kind: 'bell' },
    ])
    expect(config.pbxs[0]?.settings.reveal()).toMatchObject({
      url: 'https://pbx.example/api',
      username: '0042',
      password: `a\${PBX_PASSWORD}-swordfish`,
    })
    expect(config.pbxs[0]?.policy).toMatchObject({
      extensions: [
        { first: '0100', last: '0199' },
        { first: '021', last: '021' },
      ],
      countries: ['NO', 'DE'],
      caps: { perDay: 10, atOnce: 100 },
    })
  })

  test('may lie elsewhere; then it must be there', () => {
    expect(loadWith({ CONFBOT_CONFIG: 'etc/c.yaml' }, { 'etc/c.yaml': 'port: 1' }).port).toBe(1)
    expect(problemsOf({ CONFBOT_CONFIG: 'etc/c.yaml' })).toEqual([
      'CONFBOT_CONFIG: names etc/c.yaml, which is not there.',
    ])
  })

  test('yields to the environment', () => {
    expect(loadWith({ PORT: '2' }, { 'confbot.yaml': 'port: 1' }).port).toBe(2)
    expect(problemsOf({ PORT: 'two' }, { 'confbot.yaml': 'port: 1' })).toEqual([
      'PORT: is not valid. Expected a number from 0 to 65535.',
    ])
  })

  test('must not be empty or broken', () => {
    expect(problemsOf({}, { 'confbot.yaml': '' })).toEqual([
      'confbot.yaml: is empty. Remove it, or say in it what to use.',
    ])
    expect(problemsOf({}, { 'confbot.yaml': '- a' })).toEqual(['confbot.yaml: must hold keys with values.'])
    expect(problemsOf({}, { 'confbot.yaml': 'port: 1\nport: 2' })).toEqual([
      expect.stringMatching(/^confbot\.yaml: is not readable as YAML: Map keys must be unique/),
    ])
  })

  test('reports a reference to nothing once, at its key', () => {
    expect(problemsOf(slackEnv, { 'confbot.yaml': office.replace('swordfish', `\${SECRET}`) })).toEqual([
      `pbxs.office.password: refers to \${SECRET}, but neither SECRET nor SECRET_FILE is set to anything.`,
    ])
  })

  test('forbids a stray PBX variable beside PBXs of its own', () => {
    expect(problemsOf({ ...slackEnv, PBX_URL: 'https://other.example' }, { 'confbot.yaml': office })).toEqual([
      `PBX_URL: has no effect beside the file's pbxs. Name it there as \${PBX_URL}, or unset it.`,
    ])
  })
})

describe('problems', () => {
  test('are reported all at once, with key, expectation and where to get it', () => {
    const load = () =>
      loadWith(
        { LOG_LEVEL: 'loud', CONFBOT_SANDBOX_TOKN: 'x' },
        {
          'confbot.yaml': `
prot: 1
slack: { botToken: oops, appToken: xapp-1, workspaces: [T1, nowhere] }
pbxs:
  Office: { kind: acne, rooms: 8099-8000, countries: [UK], }
  branch: { kind: acme, uri: "https://pbx.example", username: bot, password: geheim, sessions: many, rooms: 8000-8099, caps: { perDaj: 1 } }

`,
        },
      )
    expect(load).toThrowErrorMatchingInlineSnapshot(`
      [ConfigError: The configuration has 13 problems.

      - prot: is not known. Did you mean port?

      - LOG_LEVEL: is not valid. Expected fatal, error, warn, info, debug, trace or silent.
        The least weighty lines that are logged: info, but warn with the sandbox and in the terminal.

      - slack.botToken: is not valid. Expected text (must start with "xoxb-").
        Bot token, from the page of the app.

      - slack.workspaces: is not valid. Expected a list (a workspace id).

      - pbxs.Office: is not a valid name. Expected a-z, 0-9 and hyphens.

      - pbxs.Office.kind: is not valid. Expected acme or bell.
        What kind of PBX it is.

      - pbxs.Office.rooms: is not valid. Expected a range such as 8000-8099.
        Range of room numbers that confbot may create, change and use. Nothing else on the PBX may use them.

      - pbxs.Office.countries: is not valid. Expected two-letter country codes such as DE, GB, US.
        Countries that may be called; the first is that of numbers without a country code. None: extensions alone.

      - pbxs.branch.uri: is not known. Did you mean url?

      - pbxs.branch.caps.perDaj: is not known. Did you mean perDay?

      - pbxs.branch.url: is missing. Expected an address such as https://host.example.
        Where the PBX answers.

      - pbxs.branch.sessions: is not valid. Expected a number from 1 to 9.

      - CONFBOT_SANDBOX_TOKN: is not known. Did you mean CONFBOT_SANDBOX_TOKEN?]
    `)
    expect(load).not.toThrow(/geheim|oops/)
  })

  test('name the nearest known name for a slip in the environment', () => {
    expect(problemsOf({ ...slackEnv, ...pbxEnv, PBX_PASWORD: 'x', CONFBOT_ALOW_BOTS: '1' })).toEqual([
      'PBX_PASWORD: is not known. Did you mean PBX_PASSWORD?',
      'CONFBOT_ALOW_BOTS: is not known. Did you mean CONFBOT_ALLOW_BOTS?',
    ])
  })

  test('are only warnings for names that may be somebody else’s', () => {
    const config = loadWith({ ...slackEnv, ...pbxEnv, SLACK_API_ULR: 'x', SLACK_CLI_VERSION: '1' })
    expect(config.warnings).toEqual(['SLACK_API_ULR is not known. Is SLACK_API_URL meant?'])
  })
})

describe('half a configuration never falls back to the sandbox', () => {
  test('a platform without its keys', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1', ...pbxEnv })).toEqual([
      'SLACK_WORKSPACES: is missing. Expected a list.',
      'SLACK_MODE: is missing. Expected socket or http.',
    ])
  })

  test('a platform whose only variable came out empty', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: '' })).toContain('SLACK_BOT_TOKEN: is missing. Expected text.')
    expect(problemsOf({ SLACK_BOT_TOKN: 'xoxb-1' })).toEqual([
      'SLACK_BOT_TOKN: is not known. Did you mean SLACK_BOT_TOKEN?',
    ])
  })

  test('a platform without a PBX', () => {
    expect(problemsOf(slackEnv)).toEqual([
      'pbxs (or PBX_KIND): is missing: Slack is configured, but no PBX. Expected acme or bell.',
    ])
    expect(problemsOf(slackEnv, { 'confbot.yaml': 'pbxs:' })).toEqual([
      'pbxs: is empty. Expected the name of each PBX, and below it its settings.',
    ])
  })

  test('a PBX without a platform, unless the caller brings one', () => {
    expect(problemsOf(pbxEnv)).toEqual(['slack or discord: is missing: a PBX is configured, but no chat.'])
    expect(loadWith(pbxEnv, {}, { hasOwnChat: true })).toMatchObject({
      mode: 'configured',
      chats: { slack: null, discord: null },
    })
  })

  test("a terminal's chat leaves the bot's database alone, wherever that is", () => {
    for (const env of [pbxEnv, { ...pbxEnv, ...slackEnv, DATABASE_URL: 'sqlite:data/office.db' }])
      expect(loadWith(env, {}, { hasOwnChat: true }).store.path).toBe(':memory:')
  })
})

describe('a PBX whose rooms confbot keeps', () => {
  const providers = { acme: { ...schemas.providers.acme, needsVault: true } } as const
  const secretKey = 'k'.repeat(24)
  const env = { ...slackEnv, ...pbxEnv }

  test('needs a key wherever they outlive the process', () => {
    expect(problemsOf(env, {}, { providers })).toEqual([
      'secretKey (or CONFBOT_SECRET_KEY): is missing. Expected at least 24 characters that nobody guesses, since confbot itself keeps the rooms and PINs of the PBX acme, sealed in the database.',
    ])
    expect(loadWith({ ...env, CONFBOT_SECRET_KEY: secretKey }, {}, { providers }).mode).toBe('configured')
    // Of another kind, PBXs are signed in to anew.
    expect(loadWith(env).secretKey).toBeNull()
  })

  test('says where to get it', () => {
    expect(() => loadWith(env, {}, { providers })).toThrow('openssl rand -base64 32')
  })

  test('is told of a key that is too short, once', () => {
    expect(problemsOf({ ...env, CONFBOT_SECRET_KEY: 'short' }, {}, { providers })).toHaveLength(1)
  })

  test('needs none where nothing outlives the process', () => {
    expect(loadWith({ ...env, DATABASE_URL: ':memory:' }, {}, { providers }).store.path).toBe(':memory:')
    expect(loadWith(env, {}, { providers, hasOwnChat: true }).store.path).toBe(':memory:')
    const behindSandbox = { ...pbxEnv, CONFBOT_SANDBOX_REAL_PBX: '1' }
    expect(loadWith(behindSandbox, {}, { providers })).toMatchObject({ mode: 'sandbox', secretKey: null })
    expect(loadWith({}, {}, { providers }).mode).toBe('sandbox')
  })
})

describe('a sandbox chat', () => {
  const standIn = { ...slackEnv, ...pbxEnv, SLACK_API_URL: 'http://127.0.0.1:3000/sandbox/slack/api/' }

  test('is kept from real telephones', () => {
    expect(problemsOf(standIn)).toEqual([
      'PBX acme: is not on this machine, while the chat is: that is a sandbox, which must not ring real telephones by accident.',
    ])
    expect(loadWith({ ...standIn, CONFBOT_SANDBOX_REAL_PBX: '1' }).mode).toBe('configured')
  })

  test('may use a PBX on this machine', () => {
    expect(loadWith({ ...standIn, PBX_URL: 'http://localhost:8088' }).mode).toBe('configured')
  })

  test('serves a configured PBX when that is asked for', () => {
    const config = loadWith({ ...pbxEnv, CONFBOT_SANDBOX_REAL_PBX: '1' })
    expect(config).toMatchObject({ mode: 'sandbox', chats: { slack: null, discord: null }, defaultPbx: 'acme' })
  })
})

test('a configuration can be printed without giving away a secret', () => {
  const config = loadWith({ ...slackEnv, ...pbxEnv, CONFBOT_SANDBOX_TOKEN: 'hush' })
  const printed = `${inspect(config, { depth: 9, showHidden: true })} ${JSON.stringify(config)} ${config.chats.slack} ${config.sandbox.token}`
  expect(printed).toContain('[secret]')
  expect(printed).not.toMatch(/xoxb|xapp|swordfish|hush/)
})

test('the default PBX must be one of those configured', () => {
  expect(problemsOf(slackEnv, { 'confbot.yaml': `${office}\ndefaultPbx: ofice` })).toEqual([
    'defaultPbx (or CONFBOT_DEFAULT_PBX): is not the name of a PBX. Expected office.',
  ])
})
