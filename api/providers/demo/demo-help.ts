const help = `A script says how my answer behaves:

| Name | What it does |
|:--|:--|
| \`tokens=200\` | so many numbered words |
| \`text="…"\` | this text, word by word |
| \`reasoning=30\` | so many words of reasoning first |
| \`rate=50\` | words a second; \`0\` is as fast as possible |
| \`delay=100\` | milliseconds of silence before the first word |
| \`cut=120\` | break off after so many words |
| \`error=rate-limited\` | fail, after the cut if there is one |
| \`message="…"\` | the words of the failure |
| \`tool=clock\` | ask for a tool |
| \`finish=length\` | the reason for stopping |

\`\`\`text
/demo tokens=200 rate=50 reasoning=30 cut=120
/demo {"chunks": ["Hello ", "there"], "rate": 0}
\`\`\`

In the second form, \`chunks\` are streamed exactly as they stand. **Continue** goes on where a cut answer ended.`;

/** What the demo answers to a script it cannot read, or (null) to somebody who asks what scripts are. */
export const explainProblem = (problem: string | null): string =>
  problem === null ? help : `${problem} The script was not run.\n\n${help}`;
