package org.haven.platform.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Sends whoever is not signed in to the sign-in page, a fragment's whole page included. */
class SignInEntryPoint implements AuthenticationEntryPoint {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
      throws IOException {
    send(request, response, "/sign-in");
  }

  static void send(HttpServletRequest request, HttpServletResponse response, String to)
      throws IOException {
    String address = request.getContextPath() + to;
    if (request.getHeader("HX-Request") != null) {
      // A fragment that is asked for in the background must not get a whole page in its place.
      response.setStatus(HttpServletResponse.SC_OK);
      response.setHeader("HX-Redirect", address);
    } else {
      response.sendRedirect(address);
    }
  }
}
