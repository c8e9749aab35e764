package org.haven.platform.sealing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/** Seals and opens single fields. Each seal is bound to its case, entity, row and field. */
public interface Sealing {
  /** Sealed text, safe to store: base64. Makes the scope's data key at its first use. */
  String seal(KeyScope scope, String entity, String rowId, String field, String clear);

  /**
   * @throws TamperedValueException if the text was not sealed for this very place
   * @throws KeyDestroyedException if the scope's key is gone: the data is erased
   */
  String open(KeyScope scope, String entity, String rowId, String field, String sealed);

  /**
   * Seals each field of a row, for a jsonb column.
   *
   * @param fields text, numbers, booleans, lists, maps, dates; null values are left out
   * @return a JSON object of field to sealed text
   */
  String sealAll(KeyScope scope, String entity, String rowId, Map<String, ?> fields);

  /** Opens what {@link #sealAll} gave; a changed field is marked and the others stay usable. */
  SealedFields openAll(KeyScope scope, String entity, String rowId, String json);

  /**
   * Takes the data keys of several cases out of the store at once, before something of each is
   * opened; what is at hand already or destroyed is left as it is.
   */
  void takeKeys(Collection<CaseRef> cases);

  /**
   * An exact blind index of a value: the same value gives the same index under the same purpose,
   * and nothing can be read back from it.
   */
  String blindIndex(String purpose, String value);

  /**
   * Destroys the scope's data key: what it sealed is erased, and nothing is sealed in that scope
   * any more. Again changes nothing. Must be called in the transaction that removes what was
   * sealed; the key goes when that has committed. A key that others still have in memory is
   * forgotten within minutes.
   */
  void destroy(KeyScope scope);

  /**
   * Cases whose key is destroyed, in the order of their references, whatever the record says: a
   * record that was restored from an older backup may not know.
   *
   * @param after the last one that was given before; null to begin
   */
  List<CaseRef> erased(@Nullable CaseRef after, int limit);

  default String sealAll(CaseRef caseRef, String entity, String rowId, Map<String, ?> fields) {
    return sealAll(KeyScope.of(caseRef), entity, rowId, fields);
  }

  default SealedFields openAll(CaseRef caseRef, String entity, String rowId, String json) {
    return openAll(KeyScope.of(caseRef), entity, rowId, json);
  }
}
