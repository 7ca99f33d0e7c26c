// What concerns a whole store: it closes unexpectedly and opens again, and who did what.
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mails } from './support/mailbox';
import { Shop } from './support/shop';
import { expect, test } from './support/test';

// A store that closes is no store for another test.
const storeOf = (project: string) => (project.startsWith('phone') ? 'NCE01' : 'MPL01');

test('a store that must close tells its shoppers, promises nothing, and opens again', async ({ page, desk, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `closing ${info.project.name}`, { store: storeOf(info.project.name) });
  const { store, variant } = goods;
  const { reservation, link_token } = await api.placeReservation({ store }, [variant.sku]);
  await mails(reservation.email, 1);
  const shop = new Shop(await elsewhere(), lang);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await expect(shop.page.locator('main')).toContainText(reservation.number);

  await desk.signIn(store);
  await desk.openStore();
  await expect(page.locator('.closing-concerned')).toContainText(/\d/);
  await expectAccessible(page);
  await page.getByRole('radio', { name: desk.say('closing.until_other'), exact: true }).check();
  const moment = page.getByLabel(desk.say('closing.moment'), { exact: true });
  const close = async () => {
    await desk.button('closing.submit').click();
    // What nobody could have read yet cannot be confirmed.
    await page.waitForTimeout(700);
    await desk.button('closing.confirm').click();
  };
  await moment.fill(inParis(-24));
  await close();
  await expect(desk.refusal().filter({ hasText: desk.say('closing.moment_refused') })).toBeVisible();
  await expect(moment).toBeFocused();
  await moment.fill(inParis(26));
  await expectAccessible(page);
  await desk.button('closing.confirm').click();
  await expect(page.getByText(desk.like('closing.closed_until'))).toBeVisible();
  await expect(page.getByText(desk.like('frame.closed'))).toBeVisible();
  await expectAccessible(page);

  await expect(shop.page.getByText(shop.say('reservation.store_closed', { store: store.name }))).toBeVisible();
  await expectAccessible(shop.page);
  const [told] = await mails(reservation.email, 2);
  expect(told.subject + told.text).toContain(reservation.number);
  await expect(api.placeReservation({ store }, [variant.sku])).rejects.toThrow();
  const elsewhereLink = shop.page.getByRole('link', { name: shop.say('reservation.other_store'), exact: true });
  await expect(elsewhereLink).toHaveAttribute('href', /\/reserve\?piece=/);

  await desk.button('closing.reopen').click();
  await page.waitForTimeout(700);
  await desk.button('closing.reopen_confirm').click();
  await expect(desk.button('closing.submit')).toBeVisible();
  await expect(page.getByText(desk.like('frame.closed'))).toHaveCount(0);
  await expect(shop.page.getByText(shop.say('reservation.store_closed', { store: store.name }))).toHaveCount(0);
  await api.placeReservation({ store }, [variant.sku]);
});

test('the journal says who did what', async ({ page, desk, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `journal ${info.project.name}`, { store: storeOf(info.project.name) });
  const { reservation } = await api.placeReservation(goods, [goods.variant.sku]);
  await api.signIn(goods.store.id);
  await api.attend(reservation.id, 'prepare');
  await api.attend(reservation.id, 'undo');
  await desk.signIn(goods.store);
  await desk.openStore();
  await page.getByRole('link', { name: desk.say('journal.link'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: desk.say('journal.title') })).toBeFocused();
  const entries = page.locator('.journal-entry').filter({ hasText: reservation.number });
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(desk.say('journal.reservation_undo'));
  await expect(entries.last()).toContainText(desk.say('journal.reservation_prepare'));
  await expect(entries.last()).toContainText(/Léa/);
  await expectAccessible(page);
});

/** A moment from now, as the clock of the store says it and the browser's field takes it. */
function inParis(hours: number) {
  const moment = new Date(Date.now() + hours * 3_600_000);
  return moment.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).slice(0, 16).replace(' ', 'T');
}
