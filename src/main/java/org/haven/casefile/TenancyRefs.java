package org.haven.casefile;

import java.util.List;

/** What the search for persons asks of the tenancy register. */
@CasefileOnly
public interface TenancyRefs {
  /**
   * References of the tenancies of a property, by its unique property reference number; what stands
   * in a vault is not among them.
   */
  List<String> refsAt(String uprn);
}
