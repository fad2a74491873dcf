/**
 * The dependency rule: arrows point to core; core points to nothing but lib and text; siblings never see each other; only
 * app.ts, doctor.ts and main.ts see everyone. Each rule says why it is there.
 */

/** Modules below `from` import of our own code only what is below `allowed`. Types count: they couple just as well. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|commands|test|scripts|bench)/', pathNot: allowed },
})

/** The library is imported by `where` alone. */
const confined = (name, library, where, comment) => ({
  name: `${name}-confined`,
  comment,
  severity: 'error',
  // Benchmarks set peers beside us, and tests look at the real thing.
  from: { path: '^(src|commands|scripts)/', pathNot: where },
  to: { path: `^(node_modules/|node:)?(@types/)?${library}(/|$)` },
})

const rules = [
  only(
    'lib-stands-alone',
    '^src/lib/',
    ['^src/lib/'],
    'lib has no opinion about conferences: whoever uses it must not get one along with it.',
  ),
  only(
    'text-stands-alone',
    '^src/text/',
    ['^src/(text|lib)/', '^src/core/errors\\.ts$'],
    'Everybody says things in words, so words must not pull in anybody. Each error needs a sentence, which its type asks for.',
  ),
  only(
    'core-knows-no-outside',
    '^src/core/',
    ['^src/(core|lib|text)/'],
    'What a conference is does not depend on where it is typed, drawn, stored or rung; contracts know no adapter.',
  ),
  only(
    'view-is-data',
    '^src/view/',
    ['^src/(view|core|lib|text)/'],
    'A card that knows a platform or a PBX cannot be drawn by the next one.',
  ),
  only(
    'command-kit-serves-any-command',
    '^src/command-kit/',
    ['^src/(command-kit|core|view|lib|text)/'],
    'The kit runs whatever definitions it is handed, for whatever platform asks.',
  ),
  only(
    'commands-know-no-platform',
    '^commands/',
    ['^commands/', '^src/(command-kit|core|view|lib|text)/'],
    'A command is data plus a handler that returns a view: it works on every platform because it knows none.',
  ),
  only(
    'platforms-know-no-sibling',
    '^src/platforms/([^/]+)/',
    ['^src/platforms/$1/', '^src/platforms/platform\\.ts$', '^src/(command-kit|core|view|lib|text)/'],
    'Two platforms that share code bend each other; commands are handed in, PBXs and the store are behind the service.',
  ),
  only(
    'platform-contract-knows-no-platform',
    '^src/platforms/(?!index\\.)[^/]+\\.ts$',
    ['^src/(command-kit|core|view|lib|text)/'],
    'A contract that imports one of its own adapters is that adapter. The map of platforms, index.ts, knows them all.',
  ),
  only(
    'providers-know-no-sibling',
    '^src/providers/([^/]+)/',
    [
      '^src/providers/$1/',
      '^src/providers/protocols/',
      '^src/providers/(?!index\\.)[^/]+\\.ts$',
      '^src/(core|lib|text)/',
    ],
    'Two PBXs that speak alike share providers/protocols; anything less alike is written twice rather than bent into one.',
  ),
  only(
    'provider-parts-know-no-provider',
    '^src/providers/(?!index\\.)[^/]+\\.ts$',
    ['^src/providers/[^/]+\\.ts$', '^src/(core|lib|text)/'],
    'What all providers use must not know one of them. The map of providers, index.ts, does.',
  ),
  only(
    'storage-knows-contracts',
    '^src/storage/',
    ['^src/(storage|core|lib|text)/'],
    'The store keeps what core defines and asks nobody anything.',
  ),
  only(
    'ingress-is-handed-its-guests',
    '^src/ingress/',
    ['^src/(ingress|core|lib)/'],
    'The server knows paths and sockets; who answers is handed in.',
  ),
  only(
    'watcher-knows-the-service',
    '^src/watcher/',
    ['^src/(watcher|core|lib|text)/'],
    'It reads and tells through the service, and shows nothing.',
  ),
  only(
    'calendar-is-handed-its-meetings',
    '^src/calendar/',
    ['^src/(calendar|core|lib|text)/'],
    'It writes what the store has, for whoever knows the address; chats and PBXs have no part in it.',
  ),
  only(
    'scheduler-knows-the-service',
    '^src/scheduler/',
    ['^src/(scheduler|core|lib)/'],
    'It knows when and how often; what a job does, and where, is the service’s.',
  ),
  only(
    'doctor-is-handed-what-it-serves',
    '^src/doctor/',
    ['^src/(doctor|core|lib|text)/'],
    'It looks at whatever platforms, PBXs and store there are; what is special to one of them, that one tells itself.',
  ),
  only(
    'announcer-shows-through-contracts',
    '^src/announcer/',
    ['^src/(announcer|core|view|lib|text)/'],
    'It reaches people through the notifier contract, whatever platform is behind it.',
  ),
  only(
    'sandbox-stands-alone',
    '^src/sandbox/',
    ['^src/(sandbox|lib)/'],
    'It is written from the vendors’ documents, as the adapters are: a test of one against the other then means something.',
  ),
  only(
    'config-is-handed-its-schemas',
    '^src/config/',
    ['^src/(config|lib)/'],
    'Platforms and providers own their settings; the reader of the environment is handed their schemas.',
  ),
  {
    name: 'page-is-only-a-page',
    comment:
      'It runs in a browser and sees nothing but the API: what it shares with the server it would no longer prove.',
    severity: 'error',
    from: { path: '^src/sandbox/page/client/' },
    to: { path: '^(src|commands|test|scripts|bench)/', pathNot: '^src/sandbox/page/client/' },
  },
  {
    name: 'page-comes-bundled',
    comment: 'No program of this machine runs what was written for a browser.',
    severity: 'error',
    from: { pathNot: '^(src/sandbox/page/client|test)/' },
    to: { path: '^src/sandbox/page/client/' },
  },
  {
    name: 'app-only-from-entries',
    comment: 'Whoever imports the composition root has imported everything.',
    severity: 'error',
    from: { path: '^(src|commands)/', pathNot: '^src/main\\.ts$' },
    to: { path: '^src/(app|doctor|main)\\.ts$' },
  },
  {
    name: 'nothing-from-tests',
    comment: 'What runs in production must not depend on what is not shipped.',
    severity: 'error',
    from: { path: '^(src|commands)/' },
    to: { path: '^(test|scripts|bench)/' },
  },
  {
    name: 'across-folders-by-alias',
    comment: 'A path that climbs out of its folder breaks when either end moves; #alias/… does not.',
    severity: 'error',
    from: { path: '^(?:src/)?([^/]+)/' },
    to: { path: '^(src|commands)/', pathNot: '^(?:src/)?$1/', dependencyTypesNot: ['aliased'] },
  },
  {
    name: 'no-circle',
    comment: 'Modules that need each other to load are one module. Types alone may refer to each other.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    comment:
      'An import that leads nowhere, or to a package that package.json does not name, fails on the next machine.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-packages',
    comment: 'Production installs leave devDependencies out.',
    severity: 'error',
    from: { path: '^(src|commands)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  confined('undici', 'undici', '^src/lib/http-client\\.ts$', 'Timeouts, proxy and certificates are set in one place.'),
  confined('slack', '@slack/[^/]+', '^src/platforms/slack/', 'Slack’s types would otherwise become everybody’s.'),
  confined('kysely', 'kysely', '^src/storage/', 'SQL is the store’s own affair.'),
  confined('sqlite', 'sqlite', '^src/storage/', 'SQL is the store’s own affair.'),
  confined(
    'ws',
    'ws',
    '^src/(sandbox/|providers/hint-line\\.ts$)',
    'Only the stand-ins serve sockets; PBXs are listened to in one place, chats by the vendors’ SDKs.',
  ),
  confined(
    'date-fns',
    'date-fns(-tz)?',
    '^src/lib/time\\.ts$',
    'Zones are easily got wrong, so they are handled once.',
  ),
  confined(
    'chrono-node',
    'chrono-node',
    '^src/lib/day-phrase\\.ts$',
    'It guesses, and counts in the zone of the process: only who checks its answers may ask it.',
  ),
  confined(
    'rrule-temporal',
    'rrule-temporal',
    '^src/lib/recurrence\\.ts$',
    'Which rules meetings can have, and which dates those mean, is decided once.',
  ),
  confined(
    'libphonenumber',
    'libphonenumber-js',
    '^src/lib/phone-number\\.ts$',
    'Whether a number may be dialled is decided on one reading.',
  ),
  confined(
    'react',
    '(react|react-dom|react-aria-components)',
    '^src/sandbox/page/client/',
    'Only the page is drawn in a browser.',
  ),
  confined(
    'discord-markdown',
    'discord-markdown-parser',
    '^src/sandbox/page/client/discord/markdown\\.ts$',
    'It has no types for what it reads; one file gives it some.',
  ),
  confined('esbuild', 'esbuild', '^src/sandbox/page/bundle\\.ts$', 'Only the page is bundled.'),
  confined(
    'ical-generator',
    'ical-generator',
    '^src/calendar/meetings-to-ics\\.ts$',
    'It must never format a time through the zone of the process.',
  ),
  confined('pino', 'pino', '^src/lib/logger\\.ts$', 'One list of what never reaches a log.'),
  confined(
    'intl-messageformat',
    'intl-messageformat',
    '^src/text/format\\.ts$',
    'Messages are put into words in one place.',
  ),
]

export default {
  forbidden: rules,
  options: {
    // TypeScript 7 has no API for JavaScript; swc sees type-only imports as well.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
