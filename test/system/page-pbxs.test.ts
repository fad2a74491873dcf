/** Several PBXs on the sandbox's page: one is shown at a time, and what goes on at the others is told. A real one is only named. */
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { describeOnPage } from '#test/support/page-suite.ts'

describeOnPage('several PBXs on the page', 90_000, (open) => {
  let app: RunningApp
  beforeEach(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: 'portsip,yeastar-p,yeastar-s,ringme,kazoo' })
  })
  afterEach(() => app.stop())

  const appears = (locator: Locator) => locator.first().waitFor()

  test.each([
    ['desk', {}],
    ['phone', { width: 390, height: 844 }],
    ['phone-dark', { width: 390, height: 844, dark: true }],
  ] as const)('are looked at one by one, by keys alone: %s', async (name, look) => {
    await app.slack.command('alice', 'start "Sprint review" 1001 1060')
    await app.slack.advance(3)
    await app.slack.card('Sprint review', ['1 person'])
    await app.slack.command('alice', 'start Board 1002 pbx:yeastar-p', 'ops')
    await app.slack.advance(3)
    await app.slack.card('Board', ['1 person'], 'ops')
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl, look)
    await appears(page.getByRole('textbox', { name: /^Message/ }))
    if ('width' in look) await page.getByRole('button', { name: 'Telephones' }).click()
    const phones = page.getByRole('region', { name: 'Telephones', exact: true })

    // What goes on elsewhere is seen before one goes there.
    await appears(phones.getByRole('tab', { name: 'portsip 2 calls, 1 ringing' }))
    await appears(phones.getByRole('tab', { name: 'yeastar-p 1 call' }))
    await appears(phones.getByRole('region', { name: 'PBX portsip' }))
    await shoot(`pbxs-${name}`)
    expect(await seriousFindings()).toEqual([])

    await phones.getByRole('tab', { name: /^portsip/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const other = phones.getByRole('region', { name: 'PBX yeastar-p' })
    await appears(other.getByRole('article', { name: '8000 Board' }))
    expect(await phones.getByRole('region', { name: 'PBX portsip' }).count()).toBe(0)
    // Its console has neither lock nor recording.
    expect(await other.getByRole('button', { name: 'At the PBX’s console: room 8000' }).count()).toBe(0)
    await other.getByRole('button', { name: 'At the PBX’s console: Carol' }).click()
    await appears(page.getByRole('menuitem', { name: 'Mute' }))
    await page.keyboard.press('Escape')
    expect(await seriousFindings()).toEqual([])
    const wider = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(wider).toBe(false)
    expect(complaints).toEqual([])
  })

  test('a telephone stays in the hand while another PBX is looked at, and each person looks at their own', async () => {
    await app.slack.command('alice', 'start "Sprint review" 1001 pbx:ringme')
    await app.slack.card('Sprint review')
    const { page, complaints } = await open(app.pageUrl)
    await appears(page.getByRole('textbox', { name: /^Message/ }))
    const phones = page.getByRole('region', { name: 'Telephones', exact: true })
    await phones.getByRole('tab', { name: /^ringme/ }).click()
    const ringme = phones.getByRole('region', { name: 'PBX ringme' })
    await ringme.getByRole('button', { name: 'Pick up a phone' }).click()
    await page.keyboard.press('Escape')
    const ownPhone = phones.getByRole('region', { name: 'Your telephone' })
    const { number } = await app.pbx('ringme').room('Sprint review')
    await ownPhone.getByRole('combobox', { name: 'Room to dial' }).fill(number)
    await page.keyboard.press('Escape')
    await phones.getByRole('tab', { name: /^kazoo/ }).click()
    await appears(phones.getByText('pbx:kazoo'))
    expect(await ownPhone.count()).toBe(0)
    await phones.getByRole('button', { name: 'Make trouble' }).click()
    await appears(phones.getByRole('group', { name: 'Trouble of PBX kazoo' }))
    await phones.getByRole('tab', { name: /^ringme/ }).click()
    expect(await ownPhone.getByRole('combobox', { name: 'Room to dial' }).inputValue()).toBe(number)
    await appears(phones.getByRole('group', { name: 'Trouble of PBX ringme' }))

    await page.getByRole('button', { name: /You are/ }).click()
    await page.getByRole('option', { name: /^bob/i }).click()
    await appears(phones.getByRole('region', { name: 'PBX portsip' }))
    expect(complaints).toEqual([])
  })
})

describeOnPage('a real PBX behind the page', 60_000, (open) => {
  test('is named, and no imitated telephone stands in for it', async () => {
    // That nobody answers there makes it no less real.
    const app = await startApp({
      ...{ CONFBOT_SANDBOX_REAL_PBX: '1', PBX_KIND: 'portsip', PBX_URL: 'http://127.0.0.1:9' },
      ...{ PBX_USERNAME: 'confbot', PBX_PASSWORD: 'swordfish', PBX_DOMAIN: 'office.example' },
      ...{ PBX_ROOMS: '8000-8009', PBX_EXTENSIONS: '1000-1009', PBX_COUNTRIES: 'DE' },
    })
    onTestFinished(() => app.stop())
    const { page, shoot, seriousFindings, complaints } = await open(app.pageUrl)
    const phones = page.getByRole('region', { name: 'Telephones', exact: true })
    await phones.getByText('Calls are real: they go through the PBX portsip (PortSIP PBX).').waitFor()
    await page.getByRole('button', { name: 'Start a conference' }).waitFor()
    await shoot('pbxs-real')
    for (const imitated of ['Nobody is really called', 'No telephone rings', 'Pick up a phone', 'Ring in from a phone'])
      expect(await page.getByText(imitated).count()).toBe(0)
    expect(await seriousFindings()).toEqual([])
    expect(complaints).toEqual([])
  })
})
