package org.haven.homelessnessapplication.web;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.model;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.NoSuchCaseException;
import org.haven.homelessnessapplication.DecisionView;
import org.haven.homelessnessapplication.HomelessnessApplications;
import org.haven.homelessnessapplication.HomelessnessApplications.Asked;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.web.Times;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.MethodParameter;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.view.InternalResourceViewResolver;

/** Asking for a review, as an officer does on the case page. */
@SuppressWarnings("NullAway")
class ReviewControllerTest {
  private static final String PAGE = "/cases/HV-7KQ2M9XD/homelessness/LE-ONE/review";
  private static final ActingPerson OFFICER =
      new ActingPerson(
          "maya.okafor", "Maya Okafor", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));

  private final HomelessnessApplications applications = mock(HomelessnessApplications.class);
  private MockMvc pages;

  @BeforeEach
  void aDecision() {
    when(applications.decisions(any(), any()))
        .thenReturn(
            List.of(
                new DecisionView(
                    "LE-ONE",
                    "no-duty",
                    LocalDate.parse("2026-04-10"),
                    Instant.parse("2026-04-30T22:59:59Z"),
                    null,
                    null)));
    var words = new ResourceBundleMessageSource();
    words.setBasename("messages/homelessness-application");
    var views = new InternalResourceViewResolver();
    views.setPrefix("/views/");
    pages =
        MockMvcBuilders.standaloneSetup(
                new ReviewController(applications, mock(Times.class), words))
            .setCustomArgumentResolvers(new Officer())
            .setViewResolvers(views)
            .build();
  }

  private static final class Officer implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == ActingPerson.class;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        ModelAndViewContainer container,
        NativeWebRequest request,
        WebDataBinderFactory binders) {
      return OFFICER;
    }
  }

  @Test
  void shouldStartTheReview_whenTheDayIsGiven() throws Exception {
    // given
    when(applications.askForReview(any(), any(), any(), any())).thenReturn(Asked.STARTED);

    // then
    pages
        .perform(
            post(PAGE)
                .param("askedOnDay", "30")
                .param("askedOnMonth", "4")
                .param("askedOnYear", "2026"))
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"))
        .andExpect(flash().attribute("done", "homelessness.review.done"));
    verify(applications)
        .askForReview(OFFICER, new CaseRef("HV-7KQ2M9XD"), "LE-ONE", LocalDate.parse("2026-04-30"));
  }

  @Test
  void shouldSayWhatIsWrong_whenThereIsNoPossibleDay() throws Exception {
    // given
    when(applications.askForReview(any(), any(), any(), any()))
        .thenReturn(Asked.NOT_A_POSSIBLE_DAY);

    // then
    for (var typed :
        List.of(
            Map.of("askedOnDay", ""),
            Map.of("askedOnDay", "31", "askedOnMonth", "4", "askedOnYear", "2026"),
            Map.of("askedOnDay", "1", "askedOnMonth", "4", "askedOnYear", "2026"))) {
      var request = post(PAGE);
      typed.forEach(request::param);
      pages
          .perform(request)
          .andExpect(status().isBadRequest())
          .andExpect(view().name("homelessness-application/review"))
          .andExpect(model().attributeExists("problems", "summary", "typed"));
    }
  }

  @Test
  void shouldBeNotFound_whenItIsNobodysDecisionOrCannotBeSeen() throws Exception {
    // then
    pages
        .perform(get("/cases/HV-7KQ2M9XD/homelessness/LE-TWO/review"))
        .andExpect(status().isNotFound());
    pages
        .perform(get("/cases/nothing/homelessness/LE-ONE/review"))
        .andExpect(status().isNotFound());
    when(applications.decisions(any(), eq(new CaseRef("HV-7KQ2M9XD"))))
        .thenThrow(new NoSuchCaseException());
    pages.perform(post(PAGE)).andExpect(status().isNotFound());
    verify(applications, never()).askForReview(any(), any(), any(), any());
  }
}
