import { expect, test } from '../support/fixtures.ts';

const say = (text: string): string => `/demo text="${text}" rate=0`;

test('what will be sent is looked at, pinned, excluded and summarised, and the summary is edited and taken back', async ({ user }) => {
  const { page } = user;
  await user.register();
  await user.send(say('the first answer'));
  await expect(user.answer).toContainText('the first answer');
  await user.settled();
  await user.send(say('the second answer'));
  await expect(user.messages).toHaveCount(4);
  await user.settled();

  await user.press(page.getByRole('button', { name: 'Context', exact: true }));
  const view = page.getByRole('dialog', { name: 'Context' });
  await expect(view.getByRole('region', { name: 'How much is sent' })).toContainText('tokens');
  const sent = view.getByRole('region', { name: 'What is sent', exact: true });
  await expect(sent.getByRole('listitem')).toHaveCount(4);

  const second = sent.getByRole('listitem').nth(1);
  await user.press(second.getByRole('button', { name: 'Exclude from context' }));
  const left = view.getByRole('region', { name: 'What is not sent' });
  await expect(left).toContainText('the first answer');
  await expect(sent.getByRole('listitem')).toHaveCount(3);
  await user.press(left.getByRole('button', { name: 'Send again from now on' }));
  await expect(sent.getByRole('listitem')).toHaveCount(4);

  // As the arrow keys do it: the two are one stop.
  await view.getByRole('radio', { name: 'Next message' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(sent.getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('ArrowLeft');
  await expect(sent.getByRole('listitem')).toHaveCount(4);
  await user.press(view.getByText('Details', { exact: true }));
  await expect(view).toContainText('SHA-256');

  await user.press(view.getByRole('button', { name: 'Compact now' }));
  await expect(view).toContainText('A summary stands for the beginning');
  await page.keyboard.press('Escape');
  await expect(view).toHaveCount(0);

  const note = page.getByRole('region', { name: 'The messages above are sent as a summary' });
  await expect(note).toBeVisible();
  await user.press(note.getByRole('button', { name: 'Edit summary' }));
  const words = note.getByRole('textbox', { name: 'Summary' });
  await expect(words).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('Two answers were given.');
  await user.press(note.getByRole('button', { name: 'Save' }));
  await expect(note.getByRole('button', { name: 'Edit summary' })).toBeVisible();
  await page.reload();
  await user.press(note.getByText('Read the summary'));
  await expect(note).toContainText('Two answers were given.');
  await user.press(note.getByRole('button', { name: 'Send the messages again' }));
  await expect(note).toHaveCount(0);
  await expect(user.messages).toHaveCount(4);
});
