package org.haven.platform.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets through forms of a size that somebody types, and nothing else that has a body. It looks
 * before anything of the body is read into memory.
 */
class SmallForms extends OncePerRequestFilter {
  /**
   * So much of what is too long is read and thrown away: a server that hangs up in the middle of a
   * form shows no page, and whoever sent it would not learn what to do.
   */
  private static final long THROWN_AWAY = 16 * 1024 * 1024;

  private final int maxBytes;

  SmallForms(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getMethod().equals("POST")) {
      chain.doFilter(request, response);
      return;
    }
    // browsers always say how long a form is
    long length = request.getContentLengthLong();
    if (length < 0 || !isForm(request.getContentType())) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else if (length > maxBytes) {
      if (length <= THROWN_AWAY) {
        read(request.getInputStream());
      }
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void read(InputStream body) throws IOException {
    byte[] piece = new byte[8192];
    while (body.read(piece) >= 0) {
      // gone
    }
  }

  private static boolean isForm(String contentType) {
    try {
      return MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(
          MediaType.parseMediaType(contentType == null ? "" : contentType));
    } catch (RuntimeException e) {
      return false;
    }
  }
}
