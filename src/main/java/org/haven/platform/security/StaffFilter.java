package org.haven.platform.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the person behind a session, with the rights they have now, and ends the session of
 * somebody who left, did nothing for too long, or signed in longer ago than a shift lasts. A page
 * that refreshes itself carries the parameter {@code refresh} and counts as nothing done, or it
 * would keep a forgotten screen open all night.
 */
class StaffFilter extends OncePerRequestFilter {
  static final String LAST_ACT = StaffFilter.class.getName() + ".lastAct";
  static final String FIRST_ACT = StaffFilter.class.getName() + ".firstAct";

  private final StaffDirectory staff;
  private final UnaryOperator<String> usernames;
  private final Clock clock;
  private final SignInProperties limits;

  StaffFilter(
      StaffDirectory staff, UnaryOperator<String> usernames, Clock clock, SignInProperties limits) {
    this.staff = staff;
    this.usernames = usernames;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
      chain.doFilter(request, response);
      return;
    }
    Optional<ActingPerson> person = staff.find(usernames.apply(authentication.getName()));
    if (person.isEmpty()) {
      end(request, response, authentication, "/sign-in?left");
    } else if (idleTooLong(request, person.get())) {
      String why = person.get().isContractor() ? "/sign-in?unused" : "/sign-in?idle";
      end(request, response, authentication, why);
    } else if (tooLongAgo(request)) {
      end(request, response, authentication, "/sign-in?long");
    } else {
      request.setAttribute(SignedIn.ATTRIBUTE, person.get());
      chain.doFilter(request, response);
    }
  }

  /** Scripts and styles are the same for everybody, and fetching them is nothing done. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return path.startsWith("/app/") || path.equals("/icon.svg");
  }

  private boolean tooLongAgo(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return false;
    }
    Instant now = clock.instant();
    if (session.getAttribute(FIRST_ACT) instanceof Instant first) {
      return Duration.between(first, now).compareTo(limits.longest()) > 0;
    }
    session.setAttribute(FIRST_ACT, now);
    return false;
  }

  private boolean idleTooLong(HttpServletRequest request, ActingPerson person) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return false;
    }
    Instant now = clock.instant();
    Duration longest = person.isContractor() ? limits.contractorIdleAfter() : limits.idleAfter();
    boolean late =
        session.getAttribute(LAST_ACT) instanceof Instant last
            && Duration.between(last, now).compareTo(longest) > 0;
    if (!late && (!isRefresh(request) || session.getAttribute(LAST_ACT) == null)) {
      session.setAttribute(LAST_ACT, now);
    }
    return late;
  }

  static boolean isRefresh(HttpServletRequest request) {
    String query = request.getQueryString();
    return query != null && ("&" + query).contains("&refresh");
  }

  private static void end(
      HttpServletRequest request,
      HttpServletResponse response,
      Authentication authentication,
      String to)
      throws IOException {
    new SecurityContextLogoutHandler().logout(request, response, authentication);
    SignInEntryPoint.send(request, response, to);
  }
}
