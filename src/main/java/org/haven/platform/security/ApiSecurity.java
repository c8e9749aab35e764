package org.haven.platform.security;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The partner agencies' endpoints: no session, no cookie, a bearer token each time. With {@code
 * spring.security.oauth2.resourceserver.jwt.*} the tokens are the authorization server's and must
 * carry our scope; else the local platform's key is the one token; else nobody comes in.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
  static final String PARTNER = "ROLE_PARTNER";

  @Bean
  @Order(1)
  SecurityFilterChain api(
      HttpSecurity http,
      ObjectProvider<JwtDecoder> jwt,
      ObjectProvider<ApiKey> localKey,
      @Value("${haven.api.scope:haven.report}") String scope) {
    http.securityMatcher("/api/**")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
        .authorizeHttpRequests(
            requests ->
                requests
                    // What the endpoint is like is no secret; what is said to it is.
                    .requestMatchers(HttpMethod.GET, "/api/openapi.*")
                    .permitAll()
                    .anyRequest()
                    .hasAuthority(PARTNER))
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint((request, response, e) -> noToken(response))
                    .accessDeniedHandler((request, response, e) -> notAllowed(response)));
    JwtDecoder decoder = jwt.getIfAvailable();
    ApiKey key = localKey.getIfAvailable();
    if (decoder != null || key != null) {
      http.oauth2ResourceServer(
          server -> {
            server.authenticationEntryPoint((request, response, e) -> noToken(response));
            if (decoder != null) {
              server.jwt(
                  configure ->
                      configure.decoder(decoder).jwtAuthenticationConverter(partner(scope)));
            } else if (key != null) {
              server.opaqueToken(configure -> configure.introspector(key));
            }
          });
    }
    return http.build();
  }

  private static JwtAuthenticationConverter partner(String scope) {
    var converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(
        token ->
            scopes(token).contains(scope)
                ? List.of(new SimpleGrantedAuthority(PARTNER))
                : List.of());
    return converter;
  }

  private static List<String> scopes(Jwt token) {
    return switch (token.getClaims().getOrDefault("scope", token.getClaims().get("scp"))) {
      case String text -> List.of(text.split(" "));
      case List<?> several -> several.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }

  private static void noToken(HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer");
    problem(
        response,
        HttpStatus.UNAUTHORIZED,
        "no-token",
        "Send the header Authorization: Bearer with a token of yours that has not run out.");
  }

  private static void notAllowed(HttpServletResponse response) throws IOException {
    problem(
        response,
        HttpStatus.FORBIDDEN,
        "not-allowed",
        "This token is not for this endpoint: ask the council for one with the scope for it.");
  }

  /** RFC 9457, as all answers of these endpoints. */
  private static void problem(
      HttpServletResponse response, HttpStatus status, String type, String cure)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType("application/problem+json");
    response
        .getWriter()
        .write(
            """
            {"type":"urn:haven:problem:%s","title":"%s","status":%d,"detail":"%s Nothing was recorded."}\
            """
                .formatted(type, status.getReasonPhrase(), status.value(), cure));
  }
}
