package org.haven.platform.security;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * The pages that anybody may open. They know no staff: a session of theirs is neither read nor made
 * nor ended here, so that a page looks the same whoever sits at the device.
 */
@Configuration(proxyBeanMethods = false)
class PublicSecurity {
  /** Where the public pages are. */
  static final String PAGES = "/report-domestic-abuse";

  @Bean
  @Order(0)
  SecurityFilterChain publicChain(
      HttpSecurity http,
      VisitCookie visits,
      @Value("${haven.public-report.max-bytes:262144}") int maxBytes) {
    http.securityMatcher(PAGES, PAGES + "/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(csrf -> csrf.csrfTokenRepository(visits))
        .addFilterBefore(new SmallForms(maxBytes), CsrfFilter.class)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(PageSecurity::headers);
    return http.build();
  }
}
