package org.haven.reportdomesticabuse.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.haven.reportdomesticabuse.PartnerAgencies;
import org.haven.reportdomesticabuse.PartnerAgencies.Agency;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may report over the network: an agency with a bearer token of the identity provider that
 * holds the scope {@code haven.reports}, or, on the local platform alone, with a seeded key. No
 * session, no cookie; a signed-in member of staff is nobody here.
 */
@Configuration(proxyBeanMethods = false)
class PartnerSecurity {
  static final String ROLE = "PARTNER";
  static final String SCOPE = "haven.reports";
  private static final List<SimpleGrantedAuthority> AUTHORITIES =
      List.of(new SimpleGrantedAuthority("ROLE_" + ROLE));

  @Bean
  @Order(1)
  SecurityFilterChain partnerEndpoint(
      HttpSecurity http,
      PartnerAgencies agencies,
      ObjectProvider<JwtDecoder> decoder,
      @Value("${haven.partners.keys:${haven.local.enabled:true}}") boolean keys)
      throws Exception {
    http.securityMatcher("/api/reports", "/api/reports/**", "/api/openapi.yaml")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(
            a ->
                a.requestMatchers(HttpMethod.GET, "/api/openapi.yaml")
                    .permitAll()
                    .anyRequest()
                    .hasRole(ROLE))
        .exceptionHandling(
            e ->
                e.authenticationEntryPoint((_, response, _) -> notSignedIn(response))
                    .accessDeniedHandler((_, response, _) -> notAllowed(response)));
    if (keys) {
      http.addFilterBefore(new KeyFilter(agencies), AuthorizationFilter.class);
    }
    var jwt = decoder.getIfAvailable();
    if (jwt != null) {
      http.oauth2ResourceServer(
          o ->
              o.authenticationEntryPoint((_, response, _) -> notSignedIn(response))
                  .accessDeniedHandler((_, response, _) -> notAllowed(response))
                  .jwt(j -> j.decoder(jwt).jwtAuthenticationConverter(t -> agency(t, agencies))));
    }
    return http.build();
  }

  private static AbstractAuthenticationToken agency(Jwt token, PartnerAgencies agencies) {
    String client =
        Optional.ofNullable(token.getClaimAsString("client_id"))
            .or(() -> Optional.ofNullable(token.getClaimAsString("azp")))
            .orElse(token.getSubject());
    String scope = token.getClaimAsString("scope");
    var agency =
        scope != null && List.of(scope.split(" ")).contains(SCOPE) && client != null
            ? agencies.byClientId(client)
            : Optional.<Agency>empty();
    return agency
        .<AbstractAuthenticationToken>map(PartnerSecurity::signedIn)
        .orElseThrow(() -> new BadCredentialsException("Not an agency that may report"));
  }

  private static UsernamePasswordAuthenticationToken signedIn(Agency agency) {
    return UsernamePasswordAuthenticationToken.authenticated(agency, null, AUTHORITIES);
  }

  private static void notSignedIn(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer scope=\"" + SCOPE + "\"");
    write(
        response,
        HttpStatus.UNAUTHORIZED,
        "not-signed-in",
        "Send a bearer token of an agency that may report.");
  }

  private static void notAllowed(HttpServletResponse response) throws IOException {
    write(response, HttpStatus.FORBIDDEN, "not-allowed", "This agency may not do that.");
  }

  private static void write(
      HttpServletResponse response, HttpStatus status, String type, String text)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(
            JsonMapper.shared()
                .writeValueAsBytes(
                    java.util.Map.of(
                        "type",
                        "urn:haven:problem:" + type,
                        "title",
                        status.getReasonPhrase(),
                        "status",
                        status.value(),
                        "detail",
                        text)));
  }

  private static final class KeyFilter extends OncePerRequestFilter {
    private final PartnerAgencies agencies;

    KeyFilter(PartnerAgencies agencies) {
      this.agencies = agencies;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String key = request.getHeader("X-API-Key");
      if (key != null) {
        agencies
            .byKey(key)
            .ifPresent(
                agency -> {
                  var context = SecurityContextHolder.createEmptyContext();
                  context.setAuthentication(signedIn(agency));
                  SecurityContextHolder.setContext(context);
                });
      }
      chain.doFilter(request, response);
    }
  }
}
