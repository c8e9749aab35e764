package org.haven.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.testing.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** When a session of a member of staff ends. */
class StaffFilterTest {
  private static final ActingPerson ALEX =
      new ActingPerson("alex", "Alex", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
  private static final ActingPerson LEE = ActingPerson.ofFirm("lee", "Lee", "repairs-contractor");

  private final MovableClock clock = new MovableClock();
  private MockHttpSession session = new MockHttpSession();
  private final StaffFilter filter =
      new StaffFilter(
          new OnlyAlex(),
          name -> name,
          clock,
          new SignInProperties(
              Duration.ofMinutes(30),
              Duration.ofMinutes(10),
              Duration.ofHours(12),
              null,
              "groups",
              Map.of()));

  private static final class OnlyAlex implements StaffDirectory {
    @Override
    public Optional<ActingPerson> find(String username) {
      return Stream.of(ALEX, LEE).filter(one -> one.username().equals(username)).findFirst();
    }

    @Override
    public List<ActingPerson> membersOf(Team team) {
      return List.of(ALEX);
    }

    @Override
    public List<ActingPerson> supervisorsOf(Team team) {
      return List.of();
    }

    @Override
    public List<ActingPerson> all() {
      return List.of(ALEX);
    }

    @Override
    public List<ActingPerson> contractors() {
      return List.of(LEE);
    }
  }

  @BeforeEach
  void signIn() {
    later(Duration.ZERO);
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated("alex", "", List.of()));
  }

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  private void later(Duration time) {
    clock.moveTo(clock.instant().plus(time));
  }

  /** Where the person is sent instead of the page; null if the page is shown. */
  private @Nullable String open(String query) throws Exception {
    var request = new MockHttpServletRequest("GET", "/tasks");
    request.setQueryString(query);
    request.setSession(session);
    var response = new MockHttpServletResponse();
    boolean[] shown = {false};
    FilterChain chain = (_, _) -> shown[0] = true;
    filter.doFilter(request, response, chain);
    assertThat(shown[0]).isEqualTo(response.getRedirectedUrl() == null);
    return response.getRedirectedUrl();
  }

  @Test
  void shouldEndTheSession_whenNothingWasDoneForTooLong() throws Exception {
    assertThat(open("")).isNull();
    later(Duration.ofMinutes(20));
    // a page that refreshes itself is nothing done
    assertThat(open("refresh=1")).isNull();
    later(Duration.ofMinutes(11));
    assertThat(open("")).isEqualTo("/sign-in?idle");
    assertThat(session.isInvalid()).isTrue();
  }

  @Test
  void shouldEndTheSessionSooner_whenItIsAContractors() throws Exception {
    SecurityContextHolder.getContext()
        .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("lee", "", List.of()));
    assertThat(open("")).isNull();
    later(Duration.ofMinutes(10));
    assertThat(open("")).isNull();
    later(Duration.ofMinutes(11));
    assertThat(open("")).isEqualTo("/sign-in?unused");
    assertThat(session.isInvalid()).isTrue();
  }

  @Test
  void shouldEndTheSession_whenItBeganHalfADayAgo_whateverIsDone() throws Exception {
    for (int i = 0; i < 36; i++) {
      assertThat(open("")).isNull();
      later(Duration.ofMinutes(20));
    }
    assertThat(open("")).isNull();
    later(Duration.ofMinutes(1));
    assertThat(open("")).isEqualTo("/sign-in?long");
    assertThat(session.isInvalid()).isTrue();
    // and a new one begins
    session = new MockHttpSession();
    signIn();
    assertThat(open("")).isNull();
  }
}
