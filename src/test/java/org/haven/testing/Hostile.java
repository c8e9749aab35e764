package org.haven.testing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What somebody sends who means harm, or whose machine is broken. */
final class Hostile {
  /** In most of what is sent, so that it is known again in answers and logs. */
  static final String MARK = "fz7391";

  /** What {@link #RAW} must never be: markup of ours. */
  static final List<String> RAW =
      List.of(
          "<fz-7391", "<img src=x onerror=" + MARK, "\" onfocus=" + MARK, "<svg/onload=" + MARK);

  /** What comes out if something works out what was sent. */
  static final String WORKED_OUT = "60481729";

  static final String INJECTED_HEADER = "x-fz-injected";

  /** Longer than any text that a form takes, shorter than what the server takes. */
  static final String HUGE = (MARK + " ").repeat(1_000_000 / 7);

  private Hostile() {}

  /** Texts that an address, a form or a file can carry. */
  static final List<String> TEXTS =
      List.of(
          // markup
          "<fz-7391>" + MARK + "</fz-7391>",
          "\"><img src=x onerror=" + MARK + "()>",
          "\" onfocus=" + MARK + " autofocus x=\"",
          "</script><script><fz-7391></script>",
          "'\"--></style><svg/onload=" + MARK + ">",
          "javascript:" + MARK + "()",
          // templates and expressions
          "${7777*7777}" + MARK,
          "#{7777*7777}" + MARK,
          "__${7777*7777}__::" + MARK,
          "[[${7777*7777}]]",
          "*{7777*7777} @{/x} ~{layout}",
          "{{7777*7777}}",
          "%{7777*7777}",
          "= 7777*7777",
          "${jndi:ldap://127.0.0.1:1/" + MARK + "}",
          "redirect:https://" + MARK + ".invalid/",
          "forward:/platform",
          // paths
          "../../../../etc/passwd",
          "..\\..\\..\\windows\\win.ini",
          "%2e%2e%2f%2e%2e%2fapplication.yml",
          "file:///etc/passwd",
          "..;/platform",
          // quotes of other languages
          "' or '1'='1' -- " + MARK,
          "'; select pg_sleep(6); --",
          "\\'; drop table case_file; --",
          "%' or 'a' like '%",
          "*)(uid=*))(|(uid=*",
          "$$" + MARK + "$$::int ? :name {ref}",
          "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM"
              + " \"file:///etc/passwd\">]><x>&a;</x>",
          // lines and headers
          MARK + "\r\nX-Fz-Injected: 1\r\n\r\n<fz-7391>",
          "\nSet-Cookie: HAVEN=" + MARK,
          "\u2028" + MARK + "\u2029\u0085",
          // cells of a spreadsheet
          "=cmd|' /C calc'!A0",
          "+1+1",
          "-1-1",
          "@SUM(1+1)",
          "\t=1+1",
          "\r=1+1",
          // letters
          "\u202e" + MARK + "\u202c \u200f\u061c\u2066",
          "Z\u0301\u0327" + "\u0489".repeat(200) + MARK,
          MARK + "\u200b\u200c\u200d\ufeff\u2060",
          "\u200b\u200c\ufeff",
          "\u00a0\u3000\u2003",
          "\ud83d\udc69\u200d\u2764\ufe0f\u200d\ud83d\udc8b\u200d\ud83d\udc68\ud83c\udff4\udb40\udc67\udb40\udc7f",
          "\u0130I\u0131\u00df\ufb03\u1e9e" + MARK,
          "\ufffe\uffff\ufffd\udbff\udfff",
          "\u0001\u0007\u001b[31m" + MARK + "\u000b\u007f",
          MARK + "\u0000x",
          // numbers and days
          "-1",
          "1e999999999",
          "NaN",
          "Infinity",
          "99999999999999999999",
          "-9223372036854775809",
          "2147483648",
          "0x1F",
          "\u0663\u0664",
          "1,5",
          "2026-02-30",
          "0000-00-00",
          "+999999999-12-31",
          "9999-12-31T25:61:61Z",
          "99",
          // words of languages
          "null",
          "undefined",
          "true",
          "[]",
          "{\"" + MARK + "\":1}",
          "constructor",
          "__proto__",
          "",
          " ");

  /** Of those, what may be typed and kept as it is. */
  static final List<String> TYPED =
      TEXTS.stream()
          .filter(text -> !text.isBlank() && text.chars().noneMatch(c -> c < 32 && c != '\n'))
          .filter(text -> text.contains(MARK) || text.contains("7777") || text.contains("="))
          .toList();

  /** What the answers of a form, being JSON, can carry besides texts. */
  static List<Object> values() {
    List<Object> values = new ArrayList<>(TEXTS);
    values.addAll(
        List.of(
            List.of(),
            List.of(MARK),
            List.of("yes", "no"),
            Collections.singletonList(null),
            List.of(List.of(MARK)),
            List.of(Map.of("value", MARK)),
            Collections.nCopies(60, Map.of(MARK, "x")),
            Map.of(),
            Map.of("value", MARK, "<fz-7391>", "x"),
            true,
            false,
            0,
            -1,
            Long.MAX_VALUE,
            new BigDecimal("1e400"),
            new BigDecimal("1e-400"),
            new BigDecimal("-0.0000001"),
            new BigDecimal("1" + "0".repeat(900)),
            "\ud800" + MARK,
            MARK + "\udfff",
            nested(60)));
    return values;
  }

  private static Object nested(int deep) {
    Object value = MARK;
    for (int i = 0; i < deep; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
    }
    return value;
  }

  /** Ends of an address as they go over the wire, encoded or not as it stands. */
  static final List<String> PATHS =
      List.of(
          "..",
          "../platform",
          "%2e%2e/platform",
          "%2e%2e%2fplatform",
          "..;/platform",
          "..%5cplatform",
          ";x=1/platform",
          "%00",
          "%0d%0aX-Fz-Injected:%201",
          "%zz",
          "%",
          "%c0%ae%c0%ae",
          "%ed%a0%80",
          "%e2%80%ae" + MARK,
          "$%7B7777*7777%7D",
          "__$%7B7777*7777%7D__::" + MARK,
          "%3Cfz-7391%3E",
          "'%20or%20'1'='1",
          "%27%3B%20select%20pg_sleep(6)%3B--",
          "99999999999999999999",
          "-1",
          "NaN",
          "0x10",
          "1e3",
          "%D9%A3",
          "HV-",
          "hv-22222222",
          "HV-2222222%32",
          MARK + "a".repeat(3_000),
          MARK + "a".repeat(60_000));

  /** Bodies of machines, said to be JSON or XML. */
  static Map<String, byte[]> bodies(String valid) {
    var bodies = new HashMap<String, byte[]>();
    bodies.put("nothing", bytes(""));
    bodies.put("null", bytes("null"));
    bodies.put("a text", bytes("\"" + MARK + "\""));
    bodies.put("a number", bytes("1e999999999"));
    bodies.put("a long number", bytes("1".repeat(100_000)));
    bodies.put("lists in lists", bytes("[".repeat(100_000)));
    bodies.put("objects in objects", bytes("{\"a\":".repeat(40_000)));
    bodies.put("many fields", bytes("{" + "\"a\":1,".repeat(30_000) + "\"b\":1}"));
    bodies.put("twice", bytes("{\"words\":\"a\",\"words\":\"b\"}"));
    bodies.put("more after it", bytes(valid + valid));
    bodies.put("half", bytes(valid.substring(0, valid.length() / 2)));
    bodies.put("a mark before it", bytes("\ufeff" + valid));
    bodies.put("other letters", valid.getBytes(StandardCharsets.UTF_16));
    bodies.put("no letters", new byte[] {(byte) 0xc0, (byte) 0xaf, 0, 1, 2, (byte) 0xff});
    bodies.put("too long", bytes("{\"words\":\"" + "a".repeat(400_000) + "\"}"));
    bodies.put(
        "xml",
        bytes(
            "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;\">]><report><words>&c;</words></report>"));
    bodies.put("zipped", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
    return bodies;
  }

  /** Files, by what their sender says they are called. */
  static Map<String, byte[]> files(List<String> columns) {
    String head = String.join(",", columns) + "\r\n";
    var files = new HashMap<String, byte[]>();
    files.put("empty.csv", new byte[0]);
    files.put("head.csv", bytes(head));
    files.put("../../" + MARK + ".csv", bytes(head + rows(columns.size())));
    files.put("quotes.csv", bytes(head + "\"" + MARK));
    files.put("quotes-in-cells.csv", bytes(head + "a\"b,\"c\"d,e\r\n"));
    files.put("nothing.csv", bytes("\u0000".repeat(2_000)));
    files.put("columns.csv", bytes("a,b,c\r\n1,2,3\r\n"));
    files.put("head-twice.csv", bytes(head + head + "x\r\n"));
    files.put("many-columns.csv", bytes("a,".repeat(100_000) + "\r\n1\r\n"));
    files.put("long-cell.csv", bytes(head + "a".repeat(2_000_000) + "\r\n"));
    files.put("letters.csv", (head + rows(columns.size())).getBytes(StandardCharsets.UTF_16));
    files.put(
        "latin.csv", (head + "\u00e9\u00e8\u00e7,,,\r\n").getBytes(StandardCharsets.ISO_8859_1));
    files.put("page.html", bytes("<html><script><fz-7391></script></html>"));
    files.put(
        "picture.png", bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='" + MARK + "'/>"));
    files.put("\u202egnp." + MARK + ".exe", bytes("MZ\u0090"));
    files.put(
        "document.pdf",
        bytes("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(" + MARK + ")>>>>"));
    files.put("packed.zip", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 0, 0});
    files.put(
        "test.txt",
        // in two halves: this is what virus scanners are tested with
        bytes("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EIC" + "AR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"));
    return files;
  }

  /** A line for each text in each cell. */
  private static String rows(int columns) {
    var rows = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      for (int cell = 0; cell < columns; cell++) {
        rows.append(cell == 0 ? "" : ",")
            .append('"')
            .append(TEXTS.get((i + cell) % TEXTS.size()).replace("\"", "\"\""))
            .append('"');
      }
      rows.append("\r\n");
    }
    return rows.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
