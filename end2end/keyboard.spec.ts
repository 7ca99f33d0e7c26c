// The whole purchase with the keyboard alone; the focus is always to be seen.
import { expect as expectThat, type Locator, type Page } from '@playwright/test';
import { Api, offer } from './support/api';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('a shopper orders with the keyboard alone', async ({ page, shop, say, lang }) => {
  const goods = await offer(await Api.open(lang), 'keyboard', { units: 4 });
  await shop.open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: say('frame.skip') })).toBeFocused();

  await tabTo(page, page.getByRole('searchbox', { name: say('search.label') }));
  await page.keyboard.type(goods.product.name);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?q=/);
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, shop.cards().filter({ hasText: goods.product.name }).first().getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(goods.product.name);
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: say('buy.pick_up'), exact: true }));
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: say('buy.pick_up'), exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, sheet.getByRole('listitem').getByRole('button').first());
  await page.keyboard.press('Enter');
  await expect(page.locator('.buy-done')).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: say('buy.see_cart') }));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(say('cart.title'));
  await tabTo(page, page.getByRole('link', { name: say('cart.checkout'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(say('checkout.title'));

  const shopper = someone();
  await tabTo(page, shop.field('checkout.name'));
  await page.keyboard.type(shopper.name);
  await tabTo(page, shop.field('checkout.email'));
  await page.keyboard.type(shopper.email);
  await page.keyboard.press('Enter');
  await shop.orderNumber();
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: say('order.cancel'), exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: say('order.cancel_confirm') }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('order.cancelled_by_you'))).toBeVisible();
});

/** Presses Tab until the element has the focus; at every stop the focus is visible and nothing covers it. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor();
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(hiddenFocus);
    expectThat(covered, 'the focused element is covered or outside the window').toBeNull();
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${target}`);
}

/** What is wrong with the place of the focused element, if anything. */
function hiddenFocus(): string | null {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body) return null;
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const seen = boxes.some((box) => {
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return top !== null && (element.contains(top) || top.contains(element) || top.closest('label')?.contains(element));
  });
  return seen ? null : element.outerHTML.slice(0, 200);
}
