package org.haven.reportdomesticabuse.web;

import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.haven.reportdomesticabuse.PartnerReports;
import org.haven.reportdomesticabuse.PartnerReports.Agency;
import org.haven.reportdomesticabuse.PartnerReports.Answer;
import org.haven.reportdomesticabuse.web.PartnerReportReader.Reading;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where partner agencies report. It can only give: nothing of any case is ever answered, and the
 * receipt is the same kind of random text whether we knew of the case or not.
 */
@RestController
class PartnerReportController {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,100}");

  private final PartnerReports reports;
  private final PartnerReportReader reader;
  private final int perMinute;
  private final int maxBytes;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  PartnerReportController(
      PartnerReports reports,
      PartnerReportReader reader,
      @Value("${haven.partners.reports-per-minute:60}") int perMinute,
      @Value("${haven.partners.max-report-bytes:262144}") int maxBytes) {
    this.reports = reports;
    this.reader = reader;
    this.perMinute = perMinute;
    this.maxBytes = maxBytes;
  }

  @PostMapping("/api/reports")
  ResponseEntity<?> report(HttpServletRequest request, Authentication partner) throws IOException {
    var agency = new Agency(partner.getName());
    var waitNanos =
        buckets
            .computeIfAbsent(agency.id(), _ -> bucket())
            .tryConsumeAndReturnRemaining(1)
            .getNanosToWaitForRefill();
    if (waitNanos > 0) {
      return tooMany(Duration.ofNanos(waitNanos));
    }
    if (!isJson(request.getContentType())) {
      return PartnerProblem.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "not-json",
          "Send the report as application/json in UTF-8.");
    }
    String key = request.getHeader(IDEMPOTENCY_KEY);
    if (key == null || !KEY.matcher(key).matches()) {
      return PartnerProblem.of(
          HttpStatus.BAD_REQUEST,
          "no-idempotency-key",
          "Send the header Idempotency-Key: 8 to 100 visible characters, a new one for each"
              + " report and the same one when you send that report again.");
    }
    if (request.getContentLengthLong() > maxBytes) {
      return tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      return tooLarge();
    }
    return switch (reader.read(body)) {
      case Reading.NotJson notJson ->
          PartnerProblem.of(
              HttpStatus.BAD_REQUEST,
              "malformed-json",
              "The body is not one JSON object in UTF-8 with each field once"
                  + notJson.where().map(w -> "; reading stopped at " + w).orElse("")
                  + ".");
      case Reading.Invalid invalid -> invalid(invalid);
      case Reading.Report read -> take(agency, key, read);
    };
  }

  private ResponseEntity<?> take(Agency agency, String key, Reading.Report read) {
    return switch (reports.receive(agency, key, read.digest(), read.report(), read.relatesTo())) {
      case Answer.Received(var receipt, var at) ->
          ResponseEntity.created(URI.create("/api/reports/" + receipt))
              .cacheControl(CacheControl.noStore())
              .body(new Receipt(receipt, "received", at.toString()));
      case Answer.AlreadyReceived(var receipt, var at) ->
          ResponseEntity.ok()
              .cacheControl(CacheControl.noStore())
              .location(URI.create("/api/reports/" + receipt))
              .body(new Receipt(receipt, "received", at.toString()));
      case Answer.KeyUsedForAnother() ->
          PartnerProblem.of(
              HttpStatus.CONFLICT,
              "idempotency-key-used",
              "This Idempotency-Key came with another report before. Nothing was changed: send"
                  + " a new report under a new key.");
    };
  }

  @GetMapping("/api/reports/{receipt}")
  ResponseEntity<?> status(@PathVariable String receipt, Authentication partner) {
    var agency = new Agency(partner.getName());
    var at = reports.receivedAt(agency, receipt);
    if (at.isEmpty()) {
      return unknown();
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Receipt(receipt, "received", at.get().toString()));
  }

  @GetMapping("/api/openapi.yaml")
  ResponseEntity<Resource> document() {
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "yaml"))
        .body(new ClassPathResource("openapi/reports.yaml"));
  }

  @RequestMapping(
      path = "/api/reports",
      method = {
        RequestMethod.GET,
        RequestMethod.PUT,
        RequestMethod.PATCH,
        RequestMethod.DELETE,
        RequestMethod.HEAD
      })
  ResponseEntity<ProblemDetail> otherMethod() {
    return PartnerProblem.of(
        HttpStatus.METHOD_NOT_ALLOWED,
        "method",
        "Reports are sent by POST and cannot be listed or changed here.",
        Map.of(HttpHeaders.ALLOW, "POST"));
  }

  @RequestMapping("/api/reports/*/**")
  ResponseEntity<ProblemDetail> unknown() {
    return PartnerProblem.of(HttpStatus.NOT_FOUND, "not-found", "There is nothing here for you.");
  }

  private static boolean isJson(String contentType) {
    try {
      var type = MediaType.parseMediaType(contentType == null ? "" : contentType);
      return type.isCompatibleWith(MediaType.APPLICATION_JSON)
          && type.isConcrete()
          && (type.getCharset() == null
              || type.getCharset().equals(java.nio.charset.StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static ResponseEntity<ProblemDetail> invalid(Reading.Invalid invalid) {
    var problem =
        PartnerProblem.detail(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "invalid-fields",
            "Some fields are unknown or not as expected. Nothing was recorded.");
    problem.setProperty("errors", List.copyOf(invalid.problems()));
    return PartnerProblem.response(problem, Map.of());
  }

  private ResponseEntity<ProblemDetail> tooLarge() {
    return PartnerProblem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "too-large",
        "A report holds " + maxBytes / 1024 + " KiB at most. Nothing was recorded.");
  }

  private ResponseEntity<ProblemDetail> tooMany(Duration wait) {
    return PartnerProblem.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "too-many",
        "More than "
            + perMinute
            + " reports a minute. Send this one again later under the same key; in danger call"
            + " 999.",
        Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1)));
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(l -> l.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }

  /** All that an agency gets back. */
  record Receipt(String receipt, String status, String receivedAt) {}
}
