package org.haven.platform.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.haven.platform.StartupNote;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/**
 * The bearer token of the local platform's one fictional partner agency. Outside the local platform
 * there is none: partners bring tokens of the council's authorization server.
 */
@Component
@Order(20)
@ConditionalOnExpression("${haven.sign-in.seeded:${haven.local.enabled:true}}")
class ApiKey implements OpaqueTokenIntrospector, StartupNote {
  static final String PARTNER = "local-partner";

  private final String key;

  ApiKey(@Value("${haven.local.folder:.haven}") Path folder) {
    this.key = LocalSecret.keptIn(folder, "api-key");
  }

  @Override
  public OAuth2AuthenticatedPrincipal introspect(String token) {
    if (!MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8))) {
      throw new BadOpaqueTokenException("Unknown token");
    }
    List<GrantedAuthority> partner = List.of(new SimpleGrantedAuthority(ApiSecurity.PARTNER));
    return new DefaultOAuth2AuthenticatedPrincipal(PARTNER, Map.of("sub", PARTNER), partner);
  }

  @Override
  public List<String> lines() {
    return List.of("Partner agencies' endpoint: send the header Authorization: Bearer " + key);
  }
}
