package org.haven.platform.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Training;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** Who may ask for which page, and what each answer carries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInProperties.class)
class PageSecurity {
  /**
   * Scripts and styles are files of ours alone. Diagrams and forms place themselves by style
   * attributes, which the second style rule allows; it lets no style sheet in.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /**
   * Spring asks for a default (!) and for a list ([]) where there is no field of the plain name.
   */
  private static final Pattern NAME_OF_A_FIELD = Pattern.compile("!?[\\w.:-]{1,200}(\\[])?");

  @Bean
  static PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  /**
   * Fields have the names that forms of ours give, so that none reaches into what it should not;
   * none carries a character of value 0: nobody can type it, and the database holds none. Both are
   * refused before anything is looked up.
   */
  @Bean
  static HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterNames(name -> NAME_OF_A_FIELD.matcher(name).matches());
    firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
    return firewall;
  }

  /** What is refused before any page is asked carries what every page carries. */
  @Bean
  static RequestRejectedHandler rejected() {
    return (request, response, why) -> {
      carryHeaders(response);
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    };
  }

  /** A page that says what went wrong carries them too, whatever it was that went wrong. */
  @Bean
  static FilterRegistrationBean<Filter> headersOfErrors() {
    var filter =
        new FilterRegistrationBean<Filter>(
            (request, response, chain) -> {
              carryHeaders((HttpServletResponse) response);
              chain.doFilter(request, response);
            });
    filter.setDispatcherTypes(DispatcherType.ERROR);
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  private static void carryHeaders(HttpServletResponse response) {
    Map.of(
            "Content-Security-Policy",
            CONTENT_SECURITY_POLICY,
            "Referrer-Policy",
            ReferrerPolicy.NO_REFERRER.getPolicy(),
            "X-Content-Type-Options",
            "nosniff",
            "Cache-Control",
            "no-store")
        .forEach(
            (name, value) -> {
              if (!response.containsHeader(name)) {
                response.setHeader(name, value);
              }
            });
  }

  /** Health and metrics: for the machine itself, and for administrators. */
  @Bean
  @Order(2)
  SecurityFilterChain actuator(
      HttpSecurity http,
      StaffDirectory staff,
      OpenIdStaff openId,
      Clock clock,
      ObjectProvider<Training> training,
      SignInProperties properties) {
    http.securityMatcher("/actuator/**")
        .addFilterBefore(
            new StaffFilter(staff, openId::username, sitting(clock, training), properties),
            AuthorizationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    .anyRequest()
                    .access(
                        (authentication, context) ->
                            new AuthorizationDecision(
                                isThisMachine(context.getRequest())
                                    || is(context, p -> p.has(Role.ADMINISTRATOR)))))
        .headers(PageSecurity::headers)
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint((q, response, e) -> response.sendError(403)));
    return http.build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain pages(
      HttpSecurity http,
      StaffDirectory staff,
      Clock clock,
      ObjectProvider<Training> training,
      SignInProperties properties,
      PasswordSignIn passwords,
      OpenIdStaff openId,
      ObjectProvider<ClientRegistrationRepository> providers,
      @Value("${server.servlet.session.cookie.name:HAVEN}") String cookie) {
    http.authorizeHttpRequests(
            requests ->
                requests
                    // the end of what was let in when it was asked for, such as a stream
                    .dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers("/sign-in", "/signed-out", "/app/**", "/icon.svg", "/error")
                    .permitAll()
                    .requestMatchers("/")
                    .access(only(person -> true))
                    .requestMatchers("/jobs", "/jobs/**")
                    .access(only(ActingPerson::isContractor))
                    .requestMatchers(
                        "/tasks/**",
                        "/cases/**",
                        "/people/**",
                        "/reports/**",
                        "/notices/**",
                        "/break-glass/**")
                    .access(only(ActingPerson::worksCases))
                    .requestMatchers("/tenancies/**")
                    .access(only(p -> p.has(Role.SUPERVISOR) || p.has(Role.ADMINISTRATOR)))
                    // totals in which nobody is, for those who answer for the policy too
                    .requestMatchers(
                        "/supervision/reports",
                        "/supervision/reports/*",
                        "/supervision/reports.csv",
                        "/supervision/reports.pdf")
                    .access(only(p -> p.has(Role.SUPERVISOR) || p.has(Role.POLICY_OWNER)))
                    .requestMatchers("/supervision/**")
                    .access(only(p -> p.has(Role.SUPERVISOR)))
                    .requestMatchers("/audit/**")
                    .access(only(p -> p.has(Role.AUDITOR)))
                    .requestMatchers("/platform/**")
                    .access(only(p -> p.has(Role.ADMINISTRATOR)))
                    // contractors reach their jobs, and nothing that anybody ever adds here
                    .anyRequest()
                    .access(only(person -> !person.isContractor())))
        .addFilterBefore(
            new StaffFilter(staff, openId::username, sitting(clock, training), properties),
            AuthorizationFilter.class)
        .exceptionHandling(handling -> handling.authenticationEntryPoint(new SignInEntryPoint()))
        .requestCache(cache -> cache.requestCache(pagesToComeBackTo()))
        .sessionManagement(session -> session.sessionFixation(f -> f.changeSessionId()))
        .logout(
            out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/signed-out").deleteCookies(cookie))
        .headers(PageSecurity::headers);
    if (providers.getIfAvailable() == null) {
      http.authenticationManager(new ProviderManager(passwords))
          .formLogin(
              form ->
                  form.loginPage("/sign-in")
                      .usernameParameter("username")
                      .passwordParameter("password")
                      .defaultSuccessUrl("/")
                      .failureHandler(
                          (request, response, e) ->
                              response.sendRedirect(
                                  request.getContextPath()
                                      + (e instanceof LockedException
                                          ? "/sign-in?wait"
                                          : "/sign-in?wrong"))));
    } else {
      http.oauth2Login(
          login ->
              login
                  .loginPage("/sign-in")
                  .defaultSuccessUrl("/")
                  .userInfoEndpoint(info -> info.oidcUserService(openId))
                  .failureUrl("/sign-in?refused"));
    }
    return http.build();
  }

  /** How long somebody has sat here: nobody is signed out because a training jumps a week. */
  private static Clock sitting(Clock clock, ObjectProvider<Training> training) {
    Training found = training.getIfAvailable();
    return found == null ? clock : found.machine();
  }

  static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
        // Not even our own addresses, which carry references, leave with a link.
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
        .permissionsPolicyHeader(
            permissions ->
                permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(
            resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny);
  }

  /** Only a page that was asked for by its address; never a fragment that refreshes itself. */
  @SuppressWarnings("NullAway") // null is how this class is told to leave the address as it is
  private static HttpSessionRequestCache pagesToComeBackTo() {
    var cache = new HttpSessionRequestCache();
    cache.setMatchingRequestParameterName(null);
    cache.setRequestMatcher(
        request ->
            request.getMethod().equals("GET")
                && request.getHeader("HX-Request") == null
                && !StaffFilter.isRefresh(request)
                && String.valueOf(request.getHeader("Accept")).contains("text/html"));
    return cache;
  }

  private static AuthorizationManager<RequestAuthorizationContext> only(
      Predicate<ActingPerson> may) {
    return (authentication, context) -> new AuthorizationDecision(is(context, may));
  }

  private static boolean is(RequestAuthorizationContext context, Predicate<ActingPerson> may) {
    return context.getRequest().getAttribute(SignedIn.ATTRIBUTE) instanceof ActingPerson person
        && may.test(person);
  }

  /** A request that a proxy on this machine passes on is not this machine's own. */
  static boolean isThisMachine(HttpServletRequest request) {
    if (List.of("Forwarded", "X-Forwarded-For", "X-Real-IP").stream()
        .anyMatch(header -> request.getHeader(header) != null)) {
      return false;
    }
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
