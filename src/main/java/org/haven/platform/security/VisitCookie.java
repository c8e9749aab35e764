package org.haven.platform.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/**
 * The cookie of a visit to the public pages: a random id with our signature, gone with the browser
 * window. It is no session: it is worth nothing on any other page, and nothing of a visit is kept
 * before something was answered. The mark against forged forms follows from it, so that it needs no
 * memory either. The key lives as long as this process, as do the visits themselves.
 */
@Component
public class VisitCookie implements CsrfTokenRepository {
  private static final String ISSUED = VisitCookie.class.getName() + ".issued";
  private static final int ID_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final String name;

  VisitCookie(@Value("${haven.public-report.cookie:VISIT}") String name) {
    this.name = name;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The visit that the browser says it is on; empty if it says none, or one that is not ours. */
  public Optional<String> visit(HttpServletRequest request) {
    if (request.getAttribute(ISSUED) instanceof String issued) {
      return Optional.of(issued);
    }
    Cookie[] cookies = request.getCookies();
    return Stream.of(cookies == null ? new Cookie[0] : cookies)
        .filter(cookie -> cookie.getName().equals(name))
        .flatMap(cookie -> id(cookie.getValue()).stream())
        .findFirst();
  }

  /** The browser forgets the visit. */
  public void forget(HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie("", 0));
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return visit(request).map(this::token).orElse(null);
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    request.setAttribute(ISSUED, id);
    return token(id);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    if (token != null && request.getAttribute(ISSUED) instanceof String id) {
      response.addHeader(HttpHeaders.SET_COOKIE, cookie(id + "." + signed("visit", id), -1));
    }
  }

  private CsrfToken token(String id) {
    return new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", signed("form", id));
  }

  private Optional<String> id(String value) {
    int dot = value.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String id = value.substring(0, dot);
    return MessageDigest.isEqual(bytes(value.substring(dot + 1)), bytes(signed("visit", id)))
        ? Optional.of(id)
        : Optional.empty();
  }

  /**
   * @param seconds until it is forgotten; less than 0 for when the browser is closed
   */
  private String cookie(String value, long seconds) {
    return ResponseCookie.from(name, value)
        .path("/")
        .httpOnly(true)
        .secure(name.startsWith("__Host-"))
        .sameSite("Strict")
        .maxAge(seconds)
        .build()
        .toString();
  }

  private String signed(String purpose, String id) {
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(bytes(purpose + " " + id)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
