package org.haven.platform.security;

import java.util.Map;
import org.haven.platform.Audit;
import org.haven.platform.StaffDirectory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who came in and went out, in the trail. */
@Component
class SignInAudit {
  private final Audit audit;
  private final StaffDirectory staff;
  private final OpenIdStaff names;

  SignInAudit(Audit audit, StaffDirectory staff, OpenIdStaff names) {
    this.audit = audit;
    this.staff = staff;
    this.names = names;
  }

  @EventListener
  @Transactional
  void signedIn(InteractiveAuthenticationSuccessEvent event) {
    record(event.getAuthentication(), "sign-in");
  }

  @EventListener
  @Transactional
  void signedOut(LogoutSuccessEvent event) {
    record(event.getAuthentication(), "sign-out");
  }

  private void record(Authentication who, String action) {
    staff
        .find(names.username(who.getName()))
        .ifPresent(person -> audit.record(person, action, null, Map.of()));
  }
}
