package org.haven.casefile.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of the case page that hold more than its reference. */
@Component
public class CaseAddresses {
  /**
   * @param query codes and days that were checked before
   * @param before the id of the line before which the page begins; absent for the newest
   */
  public String timeline(String ref, Map<String, String> query, @Nullable Long before) {
    var address = UriComponentsBuilder.fromPath("/cases/{ref}");
    query.forEach(address::queryParam);
    if (before != null) {
      address.queryParam("before", before);
    }
    return address.fragment("timeline-title").buildAndExpand(ref).encode().toUriString();
  }
}
