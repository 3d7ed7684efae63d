// Collectors that know no ranges serve {variation: weight}: all buckets are shared by weight, in the order of names.

/** An experiment as it is served, with ranges in any case. */
export function withRanges(experiment, id) {
  if (!experiment || experiment.buckets) return experiment;
  let total = 0;
  let until = 0;
  for (const name in experiment) total += experiment[name];
  const names = Object.keys(experiment).sort();
  return { salt: id, buckets: names.map((name) => [until, (until += (experiment[name] / total) * 10000), name]) };
}
