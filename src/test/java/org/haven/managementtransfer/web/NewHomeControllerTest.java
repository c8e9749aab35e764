package org.haven.managementtransfer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
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

import java.util.Set;
import org.haven.managementtransfer.SafeHomes;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.Team;
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

/** Putting a mistyped reference right, as an officer does from the case page. */
@SuppressWarnings("NullAway")
class NewHomeControllerTest {
  private static final String PAGE = "/cases/HV-7KQ2M9XD/new-home";
  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");
  private static final ActingPerson OFFICER =
      new ActingPerson(
          "maya.okafor", "Maya Okafor", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));

  private final SafeHomes homes = mock(SafeHomes.class);
  private MockMvc pages;

  @BeforeEach
  void aHomeThatIsSought() {
    when(homes.isSought(OFFICER, REF)).thenReturn(true);
    var words = new ResourceBundleMessageSource();
    words.setBasename("messages/management-transfer");
    var views = new InternalResourceViewResolver();
    views.setPrefix("/views/");
    pages =
        MockMvcBuilders.standaloneSetup(new NewHomeController(homes, words))
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
  void shouldKeepTheReference_whenItCanBeOne() throws Exception {
    pages
        .perform(get(PAGE))
        .andExpect(status().isOk())
        .andExpect(view().name("management-transfer/new-home"));
    pages
        .perform(post(PAGE).param("tenancyRef", " t-000077"))
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"))
        .andExpect(flash().attribute("done", "new-home.saved"));
    verify(homes).correct(OFFICER, REF, " t-000077");
  }

  @Test
  void shouldKeepWhatWasTyped_whenItCanBeNoReference() throws Exception {
    for (String typed : new String[] {"", "see below!", "T"}) {
      pages
          .perform(post(PAGE).param("tenancyRef", typed))
          .andExpect(status().isBadRequest())
          .andExpect(model().attribute("tenancyRef", typed))
          .andExpect(model().attributeExists("problems", "summary"));
    }
    verify(homes, never()).correct(any(), any(), any());
  }

  @Test
  void shouldTellNothing_whenNoHomeIsSoughtOrTheCaseIsClosedToThem() throws Exception {
    when(homes.isSought(OFFICER, REF)).thenReturn(false);
    pages.perform(get(PAGE)).andExpect(status().isNotFound());
    pages.perform(post(PAGE).param("tenancyRef", "T-000077")).andExpect(status().isNotFound());
    pages.perform(get("/cases/nothing/new-home")).andExpect(status().isNotFound());
    verify(homes, never()).correct(any(), any(), any());
    assertThat(new NewHomeSection(homes).of(OFFICER, REF)).isEmpty();
  }

  @Test
  void shouldStandOnTheCasePage_whileTheHomeIsSought() {
    assertThat(new NewHomeSection(homes).of(OFFICER, REF))
        .hasValueSatisfying(
            section -> assertThat(section.template()).contains("management-transfer/"));
  }
}
