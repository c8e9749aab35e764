package org.haven.platform.security;

import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.CurrentPerson;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** The person that {@link StaffFilter} found for the request at hand. */
@Component
class SignedIn implements CurrentPerson {
  static final String ATTRIBUTE = ActingPerson.class.getName();

  @Override
  public Optional<ActingPerson> find() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    return Optional.ofNullable(request)
        .map(r -> r.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST))
        .map(ActingPerson.class::cast);
  }
}
