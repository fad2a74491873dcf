import { expect, test } from 'vitest'
import { linkTarget } from '#sandbox/page/client/chat/link-target.ts'

test('a link leads to the web or to a telephone', () => {
  expect(linkTarget('https://a.example/b?c')).toEqual({ kind: 'web', href: 'https://a.example/b?c' })
  expect(linkTarget('tel:+4930901820')).toEqual({ kind: 'tel', number: '+4930901820' })
  expect(linkTarget('tel:8000,,123456%23')).toEqual({ kind: 'tel', number: '8000,,123456#' })
  expect(linkTarget('tel:8000%')).toEqual({ kind: 'tel', number: '8000%' })
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'JAVASCRIPT:x',
  'mailto:a@b.example',
  'nothing',
  '',
  '/relative',
])('%j leads nowhere', (url) => {
  expect(linkTarget(url)).toBeUndefined()
})
