package org.haven.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/**
 * What the next page is to say, such as that a task is finished, waits for that page: an open list
 * that looks again by itself shows a part of a page only, and would take it away unseen.
 */
class ToldOnce extends SessionFlashMapManager {
  /** Names the part of a page that looks again by itself. */
  private static final String PART = "refresh";

  @Override
  protected boolean isFlashMapForRequest(FlashMap told, HttpServletRequest request) {
    boolean isPart = request.getMethod().equals("GET") && request.getParameter(PART) != null;
    return !isPart && super.isFlashMapForRequest(told, request);
  }
}
