package org.haven.reportdomesticabuse.web;

import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Problem details (RFC 9457) of the reporting endpoint. */
final class PartnerProblem {
  private PartnerProblem() {}

  static ProblemDetail detail(HttpStatus status, String type, String text) {
    var problem = ProblemDetail.forStatusAndDetail(status, text);
    problem.setType(URI.create("urn:haven:problem:" + type));
    problem.setTitle(status.getReasonPhrase());
    return problem;
  }

  static ResponseEntity<ProblemDetail> of(HttpStatus status, String type, String text) {
    return response(detail(status, type, text), Map.of());
  }

  static ResponseEntity<ProblemDetail> of(
      HttpStatus status, String type, String text, Map<String, String> headers) {
    return response(detail(status, type, text), headers);
  }

  static ResponseEntity<ProblemDetail> response(
      ProblemDetail problem, Map<String, String> headers) {
    var answer = ResponseEntity.status(problem.getStatus());
    headers.forEach(answer::header);
    return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
