import { essays } from './demo-essays.ts';
import { showcase } from './demo-showcase.ts';
import { quote, type DemoText } from './demo-text.ts';

const hello: DemoText = {
  reasoning: 'Somebody is trying Parley. A short answer that shows how text, code and a table look will say more than a description.',
  text: (question) => `You wrote: *${quote(question)}*

I am the **demo model** that comes with Parley. I need no key and no network, and I always give the same answer to the same question, so I am good for looking around and poor for advice.

Things worth trying while I talk:

- **Reload the page** in the middle of this answer. It goes on; the answer belongs to the server, not to the tab.
- **Edit** your question with the pencil beside it. The old version stays, and the arrows lead back to it.
- **Write the next message** already. It waits its turn, and you can change or remove it until then.

When you have a key, enter it under *Settings → Keys*, or start Parley with one:

\`\`\`sh
OPENAI_API_KEY=sk-… npm start
\`\`\`

Models on your own machine (Ollama, LM Studio, llama.cpp) are found without being told.`,
};

const tree: DemoText = {
  reasoning: 'A small algorithm is a fair way to show code, a table and a formula in one answer.',
  text: (question) => `About *${quote(question)}*: let me answer with a small thing done properly.

A conversation in Parley is a tree, and a branch is read from its leaf upwards. No recursion is needed, however deep it is:

\`\`\`typescript
function branch(leaf: Message, byId: Map<string, Message>): Message[] {
  const path: Message[] = [];
  for (let at: Message | undefined = leaf; at; at = at.parentId ? byId.get(at.parentId) : undefined) {
    path.push(at);
  }
  return path.reverse(); // the root first
}
\`\`\`

| Operation | Time | Memory |
|:--|--:|--:|
| Read a branch of depth $d$ | $O(d)$ | $O(d)$ |
| Add a message | $O(1)$ | $O(1)$ |
| Find the versions of a message | $O(k)$ | $O(k)$ |

For a balanced tree of $n$ messages with $k$ versions each, the depth is

$$
d = \\log_k n = \\frac{\\ln n}{\\ln k}
$$

so even a million messages are a short walk.`,
};

const letter: DemoText = {
  reasoning: 'A calm piece of prose shows how the page reads: measure, rhythm, a quotation.',
  text: (question) => `*${quote(question)}* is a good question to sit with for a moment.

> A word after a word after a word is power.
> — Margaret Atwood

Most tools for talking with machines treat what you write as a request that can fail and what you receive as a response that can be lost. But people do not think in requests. They think in drafts, second thoughts, and returns to something said last Tuesday.

1. What you wrote is kept **before** any model is asked.
2. What was answered is kept **as it arrives**, word by word.
3. What you changed is kept **beside** what it was, not over it.

The rest is quiet: a column of text about as wide as a page in a book, a line for the next thought, and nothing that blinks.`,
};

const demoTexts: readonly DemoText[] = [hello, tree, letter, ...essays];

/** Enough of a long question to tell it from others. */
const hashed = 10_000;

/** The text for a question: the same one each time. */
export function demoTextFor(question: string): DemoText {
  if (/\b(everything|showcase|show me all)\b/i.test(question.slice(0, hashed))) return showcase;
  // The first words people try deserve the introduction.
  if (/^\s*(hi|hello|hey|test|hallo|bonjour|hola|what can you do)\b/i.test(question)) return hello;
  let hash = 0;
  for (const character of question.slice(0, hashed)) hash = (hash * 31 + character.codePointAt(0)!) % 2_147_483_647;
  return demoTexts[hash % demoTexts.length]!;
}
