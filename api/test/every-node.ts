/**
 * What every node answers: the node is switched at each request, so four in a row reach all of them twice. `read` makes one request. Polling each
 * node by itself could ask the same one again and again.
 */
export async function everyNode<Value>(read: () => Promise<Value>): Promise<Value[]> {
  const answers: Value[] = [];
  for (let request = 0; request < 4; request += 1) answers.push(await read());
  return answers;
}
