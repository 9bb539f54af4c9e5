/** Records by id. `steps` counts the records that were looked at, for the capacity budget. */
export function openStore(records) {
  const byId = new Map(records.map((record) => [record.id, record]));
  const store = {
    steps: 0,
    find(id) {
      store.steps += 1;
      return byId.get(id) ?? null;
    },
  };
  return store;
}
