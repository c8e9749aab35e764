package org.haven.records;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which case each process instance is of, as the variable {@code caseRef} says; a called process is
 * of the case of the one that calls it.
 */
final class InstanceCases {
  private static final int KEPT = 50_000;
  private static final String CASE = "caseRef";

  private final ExportedRecords records;
  private final Map<Long, String> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > KEPT;
        }
      };

  InstanceCases(ExportedRecords records) {
    this.records = records;
  }

  void learn(long instance, String caseRef) {
    known.put(instance, caseRef);
  }

  void forget() {
    known.clear();
  }

  /**
   * @param parents of called processes, by their own key
   * @return of those instances whose case is known
   */
  Map<Long, String> of(Collection<Long> instances, Map<Long, Long> parents) {
    var found = new HashMap<Long, String>();
    var open = new HashSet<Long>();
    for (long instance : instances) {
      long root = root(instance, parents);
      String caseRef = known.get(root);
      if (caseRef == null) {
        open.add(root);
      } else {
        found.put(instance, caseRef);
      }
    }
    if (open.isEmpty()) {
      return found;
    }
    ask(open);
    if (open.stream().anyMatch(root -> !known.containsKey(root))) {
      // written in the same request as the instance, but to an index that shows it later
      records.refresh(Set.of(RecordType.VARIABLE));
      ask(open);
    }
    for (long instance : instances) {
      String caseRef = known.get(root(instance, parents));
      if (caseRef != null) {
        known.put(instance, caseRef);
        found.put(instance, caseRef);
      }
    }
    return found;
  }

  private void ask(Set<Long> roots) {
    var open = roots.stream().filter(root -> !known.containsKey(root)).toList();
    records
        .variables(open, Set.of(CASE))
        .forEach(
            (scope, said) -> {
              String caseRef = said.getOrDefault(CASE, "").replace("\"", "");
              if (!caseRef.isEmpty() && !caseRef.equals("null")) {
                known.put(scope, caseRef);
              }
            });
  }

  private long root(long instance, Map<Long, Long> parents) {
    long at = instance;
    for (Long up = parents.get(at); up != null && !known.containsKey(at); up = parents.get(at)) {
      at = up;
    }
    return at;
  }
}
