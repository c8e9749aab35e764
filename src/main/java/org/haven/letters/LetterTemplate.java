package org.haven.letters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a template says of itself, in the head of its file.
 *
 * @param id its file's name, such as {@code first-warning}
 * @param title also the subject of the letter: never a word of abuse
 * @param audience readers that it may go to
 * @param needs what must be on record, such as {@code facts.noticeEarliest} or {@code victim.name}
 * @param holdsHers true if it tells of her, so that no perpetrator may get it
 * @param wishesGate true if it is refused until her wishes are on record
 * @param paragraph the words that an officer may change, as the letter begins with
 */
public record LetterTemplate(
    String id,
    String title,
    Set<Reader> audience,
    List<String> needs,
    boolean holdsHers,
    boolean wishesGate,
    String paragraph) {

  private static final Pattern TITLE = Pattern.compile("<title>([^<]+)</title>");
  private static final Pattern META =
      Pattern.compile("<meta\\s+name=\"([a-z-]+)\"\\s+content=\"([^\"]*)\"\\s*/>");

  /**
   * @throws IllegalStateException if the head of the file lacks what it must say
   */
  static LetterTemplate read(String id, String html) {
    Matcher title = TITLE.matcher(html);
    if (!title.find()) {
      throw unfit(id, "it has no <title>");
    }
    String audience = "";
    String needs = "";
    String paragraph = "";
    String holdsHers = "";
    String wishes = "";
    Matcher meta = META.matcher(html);
    while (meta.find()) {
      String content = meta.group(2);
      switch (meta.group(1)) {
        case "audience" -> audience = content;
        case "needs" -> needs = content;
        case "paragraph" -> paragraph = content;
        case "holds-hers" -> holdsHers = content;
        case "wishes-gate" -> wishes = content;
        default -> throw unfit(id, "it has a meta that letters do not know: " + meta.group(1));
      }
    }
    if (words(audience).isEmpty()) {
      throw unfit(id, "its meta audience names no reader");
    }
    Set<Reader> readers =
        words(audience).stream().map(Reader::ofCode).collect(Collectors.toUnmodifiableSet());
    if (!List.of("yes", "no").contains(holdsHers)) {
      throw unfit(id, "its meta holds-hers must be yes or no");
    }
    boolean hers = holdsHers.equals("yes");
    if (hers && (readers.contains(Reader.PERPETRATOR) || readers.contains(Reader.OTHER))) {
      throw unfit(id, "it tells of her and may go to somebody who must not read it");
    }
    // a letter to the perpetrator waits for her wishes, unless the file says why it need not
    boolean gate = wishes.isEmpty() ? readers.contains(Reader.PERPETRATOR) : wishes.equals("yes");
    return new LetterTemplate(
        id,
        title.group(1).strip(),
        readers,
        words(needs),
        hers,
        gate,
        paragraph.replace("&#10;", "\n").replace("&amp;", "&").strip());
  }

  private static List<String> words(String list) {
    return new ArrayList<>(
        Arrays.stream(list.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList());
  }

  private static IllegalStateException unfit(String id, String why) {
    return new IllegalStateException("The letter " + id + ".html is not fit for use: " + why);
  }
}
