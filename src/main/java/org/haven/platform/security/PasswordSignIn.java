package org.haven.platform.security;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Signs in by a password that the staff table holds. A name that is nobody's takes as long as a
 * wrong password and is answered alike. What a person may do is not kept in the session: it is
 * looked up for each request.
 */
@Component
class PasswordSignIn implements AuthenticationProvider {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9._-]{2,60}");

  private final JdbcStaffDirectory staff;
  private final PasswordEncoder encoder;
  private final SignInThrottle throttle;
  private final String nobodys;

  PasswordSignIn(JdbcStaffDirectory staff, PasswordEncoder encoder, SignInThrottle throttle) {
    this.staff = staff;
    this.encoder = encoder;
    this.throttle = throttle;
    this.nobodys = encoder.encode("nobody has this password");
  }

  @Override
  public Authentication authenticate(Authentication asked) {
    String typed = asked.getName().strip().toLowerCase(Locale.ROOT);
    String username = USERNAME.matcher(typed).matches() ? typed : "?";
    String address =
        asked.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "?";
    if (throttle.tooMany(username, address)) {
      throw new LockedException("Too many tries");
    }
    String password = asked.getCredentials() instanceof String text ? text : "";
    boolean right =
        encoder.matches(password, staff.password(username).orElse(nobodys))
            && staff.find(username).isPresent();
    if (!right) {
      throttle.failed(username, address);
      throw new BadCredentialsException("Wrong name or password");
    }
    throttle.succeeded(username, address);
    var signedIn =
        UsernamePasswordAuthenticationToken.authenticated(
            username,
            null,
            List.of(
                FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)));
    signedIn.setDetails(asked.getDetails());
    return signedIn;
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
