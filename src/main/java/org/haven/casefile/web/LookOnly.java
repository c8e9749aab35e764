package org.haven.casefile.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.glass.BreakGlass;
import org.haven.platform.CaseRef;
import org.haven.platform.CurrentPerson;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Whoever broke the glass looks and changes nothing: of what is sent to a case's addresses only the
 * question for number and code word goes through, so that she can be reached.
 */
@Configuration(proxyBeanMethods = false)
class LookOnly implements WebMvcConfigurer, HandlerInterceptor {
  private static final Set<String> ASKS_ONLY = Set.of("/cases/{ref}/contact");

  private final BreakGlass glass;
  private final CurrentPerson people;

  LookOnly(BreakGlass glass, CurrentPerson people) {
    this.glass = glass;
    this.people = people;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/cases/*/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (Set.of("GET", "HEAD", "OPTIONS").contains(request.getMethod())
        || ASKS_ONLY.contains(
            String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)))) {
      return true;
    }
    boolean looks =
        request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> path
            && path.get("ref") instanceof String ref
            && CaseRef.isCaseRef(ref)
            && people
                .find()
                .filter(who -> glass.until(who, new CaseRef(ref)).isPresent())
                .isPresent();
    if (looks) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN);
    }
    return true;
  }
}
